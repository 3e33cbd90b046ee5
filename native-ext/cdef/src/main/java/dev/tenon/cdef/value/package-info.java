// SPDX-License-Identifier: Apache-2.0
/// Values of C types in native memory and in calls. Start with
/// [dev.tenon.cdef.value.LibraryMemory], what the values of one module instance share, and
/// [dev.tenon.cdef.value.Access], which reads and writes them.
@NullMarked
package dev.tenon.cdef.value;

import org.jspecify.annotations.NullMarked;
