// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.nativeext.ffm.FfmBackend;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.script.ScriptFileType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program whose jars were packed into one by a tool that keeps the first of several files with
/// the same name, as the shade plug-in of Maven does unless it is told to join them.
class PackedProgramTest {

  @TempDir private Path folder;

  private static void addAll(Class<?> part, Path target) throws IOException, URISyntaxException {
    Path place = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      copy(place, target);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        copy(jar.getPath("/"), target);
      }
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!Files.exists(copy) && !file.endsWith("module-info.class")) {
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  void programOfOneJar_importsNativeModules() throws Exception {
    Path program = folder.resolve("program");
    addAll(Interpreter.class, program);
    addAll(ScriptFileType.class, program);
    addAll(NativeBackend.class, program);
    addAll(FfmBackend.class, program);
    // Those of the first part alone, and none of the backend.
    Files.writeString(
        program.resolve("META-INF/services/dev.tenon.search.ModuleFileType"),
        "dev.tenon.script.ScriptFileType\n");
    Files.delete(program.resolve("META-INF/services/dev.tenon.nativeext.spi.NativeBackend"));
    Path main = folder.resolve("Main.java");
    Files.writeString(
        main,
        """
        import dev.tenon.Interpreter;

        void main(String[] arguments) {
          try (Interpreter interpreter = Interpreter.builder().path(arguments[0]).build()) {
            IO.println(interpreter.importModule("basic").name());
          }
        }
        """);

    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--class-path",
                    program.toString(),
                    main.toString(),
                    NativeWorld.FIXTURES.toString()))
            .redirectErrorStream(true);
    builder.environment().remove("TENON_BACKEND"); // the jar holds the default one
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).isEqualTo("basic\n");
  }
}
