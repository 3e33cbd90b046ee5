// SPDX-License-Identifier: Apache-2.0
/// What `tenon cdef` does: declarations out of headers, and declarations checked against their
/// library. Start with [dev.tenon.cdef.tool.HeaderDeclarations] and
/// [dev.tenon.cdef.tool.DeclarationCheck].
@NullMarked
package dev.tenon.cdef.tool;

import org.jspecify.annotations.NullMarked;
