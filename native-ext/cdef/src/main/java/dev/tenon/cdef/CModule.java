package dev.tenon.cdef;

import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;

/// What all instances of a module share.
///
/// @param hasCleanup whether something of the library ends with the module
record CModule(Declarations declarations, Layouts layouts, Symbols symbols, boolean hasCleanup) {}
