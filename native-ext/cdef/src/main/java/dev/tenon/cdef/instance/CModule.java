// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.instance;

import dev.tenon.cdef.library.Symbols;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;

/// What all instances of a module share.
///
/// @param countsCalls whether the end of the module waits for calls: something of the library ends
///   with it, or the library itself
/// @param linker links functions that are known by their pointers
public record CModule(
    Declarations declarations,
    Layouts layouts,
    Symbols symbols,
    boolean countsCalls,
    PointedFunctions.Linker linker) {}
