// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.cli.terminal.ColorChoice;
import dev.tenon.cli.terminal.StandardOutput;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.Terminals;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// A process without environment and terminals, unless they are asked for.
final class TestSurroundings {

  private TestSurroundings() {}

  static Surroundings none() {
    return of(Path.of(""), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
  }

  static Surroundings of(Path folder, OutputStream output, OutputStream errors) {
    return of(folder, "", output, errors);
  }

  static Surroundings of(Path folder, String input, OutputStream output, OutputStream errors) {
    return at(new Terminals(false, false, false), folder, input, output, errors);
  }

  static Surroundings with(
      Map<String, String> variables, Path folder, OutputStream output, OutputStream errors) {
    return of(variables, new Terminals(false, false, false), folder, "", output, errors);
  }

  static Surroundings at(
      Terminals terminals, Path folder, String input, OutputStream output, OutputStream errors) {
    return of(Map.of(), terminals, folder, input, output, errors);
  }

  private static Surroundings of(
      Map<String, String> variables,
      Terminals terminals,
      Path folder,
      String input,
      OutputStream output,
      OutputStream errors) {
    return new Surroundings(
        folder,
        variables,
        null,
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        new StandardOutput(new BufferedOutputStream(output)),
        new PrintStream(errors, true, UTF_8),
        terminals,
        ColorChoice.AUTO);
  }
}
