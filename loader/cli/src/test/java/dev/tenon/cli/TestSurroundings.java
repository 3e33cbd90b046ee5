package dev.tenon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// A process without terminals and environment.
final class TestSurroundings {

  private TestSurroundings() {}

  static Surroundings of(Path folder, OutputStream output, OutputStream errors) {
    return of(folder, "", output, errors);
  }

  static Surroundings of(Path folder, String input, OutputStream output, OutputStream errors) {
    return new Surroundings(
        folder,
        Map.of(),
        null,
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        new StandardOutput(new BufferedOutputStream(output)),
        new PrintStream(errors, true, UTF_8),
        new Terminals(false, false, false));
  }
}
