/// Modules of plain C libraries. A file `NAME.cdef.h` on the path holds C declarations;
/// [dev.tenon.cdef.CdefFileType] finds it, and functions, constants, types and variables become
/// attributes of a module. A host meets C memory as [dev.tenon.cdef.CObject], and makes some with
/// [dev.tenon.cdef.CLibrary].
@NullMarked
package dev.tenon.cdef;

import org.jspecify.annotations.NullMarked;
