// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A module of a program that has Tenon on its module path and nothing else.
class ConsumerModuleTest {

  @TempDir private Path folder;

  @Test
  void module_thatRequiresTenonAlone_compilesWithoutWarnings() throws Exception {
    Path tenon =
        Path.of(Interpreter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path info = folder.resolve("module-info.java");
    Files.writeString(info, "module app.host { requires dev.tenon; }\n");
    Path host = Files.createDirectory(folder.resolve("app")).resolve("Host.java");
    Files.writeString(
        host,
        """
        package app;

        import dev.tenon.Interpreter;
        import dev.tenon.module.ModuleObject;
        import java.util.Map;

        public final class Host {
          public static void main(String[] arguments) {
            try (Interpreter interpreter = Interpreter.builder().path(arguments[0]).build()) {
              ModuleObject module = interpreter.importModule("counter");
              System.out.println(module.callWith("next", Map.of()));
            }
          }
        }
        """);
    StringWriter said = new StringWriter();

    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                new PrintWriter(said),
                new PrintWriter(said),
                "-Xlint:all",
                "-d",
                folder.resolve("classes").toString(),
                "--module-path",
                tenon.toString(),
                info.toString(),
                host.toString());

    assertThat(said.toString()).isEmpty();
    assertThat(status).isZero();
  }
}
