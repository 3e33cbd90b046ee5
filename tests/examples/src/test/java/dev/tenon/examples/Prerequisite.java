// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Something of the system that a test needs. Without it the test is skipped; in CI it fails.
///
/// @param name a header, whose name ends with `.h`, or a program
/// @param debian its package
record Prerequisite(String name, String debian) {

  private static final Path HEADERS = Path.of("/usr/include");

  static final Prerequisite RUST = new Prerequisite("rustc", "rustc");

  boolean isInstalled() {
    return name.endsWith(".h") ? isHeaderInstalled() : isOnPath();
  }

  private boolean isOnPath() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /// In the directory of all platforms or of one.
  private boolean isHeaderInstalled() {
    if (Files.exists(HEADERS.resolve(name))) {
      return true;
    }
    if (!Files.isDirectory(HEADERS)) {
      return false;
    }
    try (Stream<Path> platforms = Files.list(HEADERS)) {
      return platforms
          .filter(each -> each.toString().endsWith("-linux-gnu"))
          .anyMatch(each -> Files.exists(each.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What to do if it is missing.
  String problem() {
    return "%s is missing: install %s".formatted(name, debian);
  }

  /// Ends the test if it is missing.
  void require() {
    boolean isInstalled = isInstalled();
    if ("true".equals(System.getenv("CI")) || System.getenv("TENON_REQUIRE_SAMPLES") != null) {
      assertThat(isInstalled).as(problem()).isTrue();
    }
    assumeTrue(isInstalled, problem());
  }
}
