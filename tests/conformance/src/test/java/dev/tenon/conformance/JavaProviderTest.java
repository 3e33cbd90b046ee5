// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.kind.ValueError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a module in Java is loaded through: the provider of its jar, and loaders that hosts write.
class JavaProviderTest {

  @TempDir private Path folder;

  /// Compiles a class against Tenon.
  ///
  /// @return what the compiler says; empty if it is content
  private String compile(String name, String text) throws Exception {
    Path source = Files.writeString(folder.resolve(name + ".java"), text);
    Path tenon =
        Path.of(Interpreter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    StringWriter said = new StringWriter();
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                new PrintWriter(said),
                new PrintWriter(said),
                "-proc:none",
                "-cp",
                tenon.toString(),
                "-d",
                folder.resolve("classes").toString(),
                source.toString());
    assertThat(status == 0).isEqualTo(said.toString().isEmpty());
    return said.toString();
  }

  private Interpreter openJar(String body) throws Exception {
    assertThat(
            compile(
                "Provider",
                """
                import dev.tenon.error.kind.ValueError;
                import dev.tenon.module.*;
                import java.util.*;

                public final class Provider implements ModuleProvider {
                  @Override
                  public List<ModuleDef> moduleDefs() {
                    %s
                  }
                }
                """
                    .formatted(body)))
        .isEmpty();
    Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(services.resolve("dev.tenon.module.ModuleProvider"), "Provider\n");
    Path jar = folder.resolve("plug-in.jar");
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--file",
                jar.toString(),
                "-C",
                folder.resolve("classes").toString(),
                ".");
    assertThat(status).isZero();
    return Interpreter.builder().path(jar.toString()).build();
  }

  @Test
  @Case("DEF-10")
  void provider_thatReturnsNothing_isNamed() throws Exception {
    try (Interpreter interpreter = openJar("return null;")) {
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> interpreter.importModule("x"))
          .withMessageContaining(
              "Provider.moduleDefs() returned null, expected a list of descriptors");
      assertThat(interpreter.modules().get("x")).isNull();
    }
  }

  @Test
  @Case("DEF-10")
  void provider_thatReturnsNothingAmongOthers_isNamed() throws Exception {
    try (Interpreter interpreter =
        openJar("return Arrays.asList(ModuleDef.of(\"x\").build(), null);")) {
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> interpreter.importModule("x"))
          .withMessageContaining("Provider.moduleDefs() returned null as descriptor 1");
    }
  }

  @Test
  @Case("DEF-11")
  void provider_thatRaises_isNotWrapped() throws Exception {
    try (Interpreter interpreter = openJar("throw new ValueError(\"bad export function\");")) {
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> interpreter.importModule("x"))
          .withMessage("bad export function");
    }
  }

  @Test
  @Case("SPEC-06")
  void loader_withoutCreate_doesNotCompile() throws Exception {
    String loader =
        """
        public final class Half implements dev.tenon.module.Loader {
          @Override
          public void execModule(Object module) {}
        }
        """;

    assertThat(compile("Half", loader)).contains("does not override abstract method createModule(");
  }
}
