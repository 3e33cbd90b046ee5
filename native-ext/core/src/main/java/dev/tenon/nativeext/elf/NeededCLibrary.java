// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The C libraries of Linux, one of which a library is linked with. It cannot be used in a process
/// with the other one.
public enum NeededCLibrary {
  GLIBC("glibc"),
  MUSL("musl");

  private final String title;

  NeededCLibrary(String title) {
    this.title = title;
  }

  /// The C library that an ELF library needs.
  ///
  /// @param library the bytes of its file
  /// @return empty also for a damaged library, one of the other byte order, and one that needs no C
  ///   library
  public static Optional<NeededCLibrary> of(ByteBuffer library) {
    try {
      List<String> needed = new ElfDynamic(library).texts(ElfDynamic.NEEDED);
      boolean isForMusl = needed.stream().anyMatch(NeededCLibrary::isMusl);
      boolean isForGlibc = needed.contains("libc.so.6");
      return isForMusl == isForGlibc ? Optional.empty() : Optional.of(isForMusl ? MUSL : GLIBC);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The C library that a library needs, if it is not that of this process.
  ///
  /// @return empty also for a file that cannot be read
  public static Optional<NeededCLibrary> otherThanHere(Path library) {
    try (FileBytes.InMemory bytes = FileBytes.readWhole(library)) {
      return of(bytes.bytes()).filter(needed -> needed != usedOn(Platform.current()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The C library of a Linux.
  public static NeededCLibrary usedOn(Platform platform) {
    return platform.isMusl() ? MUSL : GLIBC;
  }

  /// Alpine calls it `libc.musl-x86_64.so.1`; the compiler driver `musl-gcc`, `libc.so`.
  private static boolean isMusl(String needed) {
    return needed.startsWith("libc.musl-") || needed.equals("libc.so");
  }

  @Override
  public String toString() {
    return title;
  }
}
