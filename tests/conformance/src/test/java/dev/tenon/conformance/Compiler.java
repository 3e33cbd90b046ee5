// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Compiles C for one test.
final class Compiler {

  private Compiler() {}

  /// Compiles in a folder, with the headers of the API on the search path.
  static void compile(Path folder, String... arguments) throws IOException, InterruptedException {
    Path include = NativeWorld.FIXTURES.resolve("../../../../native-ext/include").normalize();
    List<String> command =
        new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-I", include.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("compiler", ".txt");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(output)).isZero();
    Files.delete(output);
  }
}
