// SPDX-License-Identifier: Apache-2.0
/// The values that modules exchange: callables, objects with attributes, types of signatures,
/// warnings.
@NullMarked
package dev.tenon.value;

import org.jspecify.annotations.NullMarked;
