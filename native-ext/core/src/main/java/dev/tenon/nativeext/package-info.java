// SPDX-License-Identifier: Apache-2.0
/// Native extension modules: what makes shared libraries importable, and the definitions in a
/// library file for those who only look. The machinery lies in the packages below: `abi`, `memory`,
/// `elf` and `object` are the ground, `bridge` is the way to C, `image` maps libraries, `instance`
/// and `call` run modules, `operation` answers what C asks, and `descriptor` reads what a library
/// exports, constant data, into a [dev.tenon.module.ModuleDef]. From there on the import system
/// treats it like any other module. Read [dev.tenon.nativeext.NativeFileType] and
/// [dev.tenon.nativeext.LibraryDefinitions] first.
@NullMarked
package dev.tenon.nativeext;

import org.jspecify.annotations.NullMarked;
