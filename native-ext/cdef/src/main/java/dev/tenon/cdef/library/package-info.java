// SPDX-License-Identifier: Apache-2.0
/// The library that declarations speak of: finds it, looks symbols up, links functions and
/// callbacks. Start with [dev.tenon.cdef.library.LibrarySearch] and
/// [dev.tenon.cdef.library.Symbols].
@NullMarked
package dev.tenon.cdef.library;

import org.jspecify.annotations.NullMarked;
