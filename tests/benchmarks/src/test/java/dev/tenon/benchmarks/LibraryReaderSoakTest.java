// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short soak: no damage gives anything else than definitions or an error of Tenon.
class LibraryReaderSoakTest {

  @TempDir private Path folder;

  @Test
  void damagedLibraries_giveDefinitionsOrErrors() throws Exception {
    byte[] library = Files.readAllBytes(Path.of("target", "modules", "tally.so"));
    ByteArrayOutputStream surprises = new ByteArrayOutputStream();
    LibraryReaderSoak soak =
        new LibraryReaderSoak(
            List.of(library),
            folder.resolve("damaged.so"),
            new PrintStream(surprises, true, StandardCharsets.UTF_8));

    for (long seed = 0; seed < 1_000; seed++) {
      soak.read(seed);
    }

    assertThat(surprises.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(soak.outcomes())
        .containsKeys("definitions", "definitions with faults", "ExtensionLoadException");
  }
}
