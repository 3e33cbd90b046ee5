// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The C libraries of Linux, one of which a library is linked with. It cannot be used in a process
/// with the other one.
public final class OtherCLibrary {

  private OtherCLibrary() {}

  /// The C library that a library needs, if it is not that of this process: `musl` or `glibc`.
  ///
  /// @return empty also for a file that cannot be read, and one that needs no C library
  public static Optional<String> of(Path library) {
    try (FileBytes.InMemory bytes = FileBytes.readWhole(library)) {
      List<String> needed = new ElfDynamic(bytes.bytes()).texts(ElfDynamic.NEEDED);
      boolean isForMusl = needed.stream().anyMatch(OtherCLibrary::isMusl);
      boolean isForGlibc = needed.contains("libc.so.6");
      if (isForMusl == isForGlibc || isForMusl == Platform.current().isMusl()) {
        return Optional.empty();
      }
      return Optional.of(isForMusl ? "musl" : "glibc");
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Alpine calls it `libc.musl-x86_64.so.1`; the compiler driver `musl-gcc`, `libc.so`.
  private static boolean isMusl(String needed) {
    return needed.startsWith("libc.musl-") || needed.equals("libc.so");
  }
}
