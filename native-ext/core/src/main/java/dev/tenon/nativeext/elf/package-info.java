// SPDX-License-Identifier: Apache-2.0
/// Reads and edits the files of ELF libraries, without mapping them. Read
/// [dev.tenon.nativeext.elf.LibraryFile] and [dev.tenon.nativeext.elf.ElfCopy] first.
@NullMarked
package dev.tenon.nativeext.elf;

import org.jspecify.annotations.NullMarked;
