// SPDX-License-Identifier: Apache-2.0
/// Reads declarations and what `#pragma tenon` lines say about them, without a library. Start with
/// [dev.tenon.cdef.declaration.DeclarationStore], which keeps what was read, and
/// [dev.tenon.cdef.declaration.Directives].
@NullMarked
package dev.tenon.cdef.declaration;

import org.jspecify.annotations.NullMarked;
