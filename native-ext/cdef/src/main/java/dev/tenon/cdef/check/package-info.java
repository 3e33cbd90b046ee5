// SPDX-License-Identifier: Apache-2.0
/// Holds C declarations against what a library or its header says.
@NullMarked
package dev.tenon.cdef.check;

import org.jspecify.annotations.NullMarked;
