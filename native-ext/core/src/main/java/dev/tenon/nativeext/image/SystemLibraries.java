// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.ArchiveFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The libraries that belong to the system. Package managers replace their files and do not write
/// into them, and only an administrator can.
final class SystemLibraries {

  private static final List<String> FOLDERS =
      List.of("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/nix/store");

  private static final Map<String, String> ARCHITECTURES =
      Map.of(
          "x86_64", "x86_64",
          "aarch64", "aarch64",
          "riscv64", "riscv64",
          "ppc64le", "powerpc64le",
          "s390x", "s390x");

  private SystemLibraries() {}

  /// Whether a file belongs to the system.
  ///
  /// @throws IOException if there is no such file
  static boolean contain(Path file) throws IOException {
    return containReal(file.toRealPath());
  }

  /// Whether a file belongs to the system.
  ///
  /// @param real its path without symbolic links
  static boolean containReal(Path real) {
    return !ArchiveFiles.isInside(real) && FOLDERS.stream().anyMatch(real::startsWith);
  }

  /// Finds a library without the dynamic linker, which would run code of it.
  ///
  /// @param name a bare name
  /// @return its path without symbolic links; empty if the system has none of that name
  static Optional<Path> find(String name) {
    return name.contains("/")
        ? Optional.empty()
        : searched().stream()
            .map(folder -> Path.of(folder, name))
            .filter(Files::isRegularFile)
            .flatMap(file -> real(file).stream())
            .filter(SystemLibraries::containReal)
            .findFirst();
  }

  private static List<String> searched() {
    String architecture = ARCHITECTURES.getOrDefault(Platform.current().machine(), "none");
    return List.of(
        "/lib/%s-linux-gnu".formatted(architecture),
        "/usr/lib/%s-linux-gnu".formatted(architecture),
        "/lib64",
        "/usr/lib64",
        "/lib",
        "/usr/lib");
  }

  private static Optional<Path> real(Path file) {
    try {
      return Optional.of(file.toRealPath());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
