// SPDX-License-Identifier: Apache-2.0
/// Reads the files of libraries of all systems, ELF, Mach-O and PE, without mapping them: what they
/// export, and their contents as they would lie in memory. Every offset and count is checked
/// against the file, and work is linear in its size. Read [dev.tenon.nativeext.object.ObjectFile]
/// and [dev.tenon.nativeext.object.ObjectMemory] first.
@NullMarked
package dev.tenon.nativeext.object;

import org.jspecify.annotations.NullMarked;
