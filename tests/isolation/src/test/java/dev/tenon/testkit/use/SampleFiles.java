// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Where the build put the samples.
final class SampleFiles {

  private static final Path TARGET =
      Path.of(System.getProperty("tenon.root", ""), "sample-extensions", "counter", "target")
          .toAbsolutePath();

  private SampleFiles() {}

  /// Skips a test class if a sample was not built because a library that it needs is missing. The
  /// build allows that only outside of CI.
  static void assumeBuilt(String sample) {
    Path library =
        TARGET
            .resolve("../../%s/target/modules".formatted(sample))
            .resolve(System.mapLibraryName(sample).substring("lib".length()));
    Assumptions.assumeTrue(Files.exists(library), () -> library + " was not built");
  }

  /// The folder with `counter.so`.
  static Path nativeCounter() {
    return TARGET.resolve("modules");
  }

  /// The jar with the counter in Java.
  static Path javaCounter() {
    try (Stream<Path> files = Files.list(TARGET)) {
      List<Path> jars =
          files
              .filter(file ->
                  file.getFileName()
                      .toString()
                      .matches("tenon-sample-counter-[0-9.]+(-SNAPSHOT)?\\.jar"))
              .toList();
      if (jars.size() != 1) {
        throw new AssertionError("found %s in %s, expected one jar".formatted(jars, TARGET));
      }
      return jars.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
