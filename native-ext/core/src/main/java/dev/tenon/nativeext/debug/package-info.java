// SPDX-License-Identifier: Apache-2.0
/// Reads DWARF debug information (versions 2 to 5) from the file of an ELF library, without mapping
/// the library and without other programs. Start at [dev.tenon.nativeext.debug.DebugInformation]:
/// it answers which line an address belongs to, where a function is defined, and what the units of
/// a library declare.
///
/// A library file is foreign input. Every offset is checked against its section, every table and
/// section has a limit, and what is damaged or not understood is an [java.io.IOException] with the
/// reason, never a partial answer.
@NullMarked
package dev.tenon.nativeext.debug;

import org.jspecify.annotations.NullMarked;
