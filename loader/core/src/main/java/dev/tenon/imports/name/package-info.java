// SPDX-License-Identifier: Apache-2.0
/// The full names of modules.
@NullMarked
package dev.tenon.imports.name;

import org.jspecify.annotations.NullMarked;
