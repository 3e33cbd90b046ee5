// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import java.io.Serializable;
import java.util.Locale;

/// A variable of a library that can be written while it runs, one for the whole process (or thread)
/// however many interpreters use the library.
///
/// @param name the symbol; the section with an offset, `.bss+0x10`, where the library has no symbol
/// @param section the section it lies in
/// @param address where it begins, from where the library is mapped
/// @param size in bytes
/// @param kind where its bytes come from
/// @param isUnique whether the dynamic linker makes it one for the process even if the library is
///   loaded as several private images (`STB_GNU_UNIQUE`: C++ inline variables and statics of
///   templates)
public record WritableStatic(
    String name, String section, long address, long size, Kind kind, boolean isUnique)
    implements Serializable {

  /// Where the bytes of a variable come from.
  public enum Kind {
    /// Initialised from the file.
    DATA,
    /// Zeroed at first.
    ZEROED,
    /// One for each thread; its contents are not watched.
    THREAD_LOCAL
  }

  /// The end of its bytes.
  public long end() {
    return address + size;
  }

  /// How many of its bytes come before the first aligned word: unnamed variables begin anywhere.
  public int lead() {
    return (int) (-address & 7);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (%d bytes, %s%s)",
        name,
        size,
        section,
        kind == Kind.THREAD_LOCAL ? ", thread-local" : "");
  }
}
