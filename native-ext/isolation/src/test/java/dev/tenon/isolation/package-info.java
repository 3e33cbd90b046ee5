// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.tenon.isolation;

import org.jspecify.annotations.NullMarked;
