// SPDX-License-Identifier: Apache-2.0
/// Texts before they are parsed: their lines, macros and attributes, and what CDT would pass over
/// in silence. Start with [dev.tenon.cdef.parser.preparation.SourceText] and
/// [dev.tenon.cdef.parser.preparation.Preparation].
@NullMarked
package dev.tenon.cdef.parser.preparation;

import org.jspecify.annotations.NullMarked;
