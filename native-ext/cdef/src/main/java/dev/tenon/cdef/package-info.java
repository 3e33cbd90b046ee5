// SPDX-License-Identifier: Apache-2.0
/// Modules of plain C libraries, as hosts see them: C memory is a [dev.tenon.cdef.CObject], and
/// [dev.tenon.cdef.CLibrary] makes some. A file `NAME.cdef.h` on the path holds C declarations;
/// functions, constants, types and variables become attributes of a module.
///
/// This is a low floor: both types are interfaces, which `value` and `instance` implement.
@NullMarked
package dev.tenon.cdef;

import org.jspecify.annotations.NullMarked;
