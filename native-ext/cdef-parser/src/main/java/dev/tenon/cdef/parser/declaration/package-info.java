// SPDX-License-Identifier: Apache-2.0
/// Declarations out of what CDT has parsed, and the rules of C that it does not check. Start with
/// [dev.tenon.cdef.parser.declaration.DeclarationCollector] and
/// [dev.tenon.cdef.parser.declaration.TypeReader].
@NullMarked
package dev.tenon.cdef.parser.declaration;

import org.jspecify.annotations.NullMarked;
