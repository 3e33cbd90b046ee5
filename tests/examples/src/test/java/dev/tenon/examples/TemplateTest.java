// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The template, copied to an empty folder, builds in each way that its README names.
class TemplateTest {

  private static final Path TEMPLATE = Checkout.ROOT.resolve("sample-extensions/template");
  private static final Path SOURCE_TREE = Checkout.ROOT.resolve("native-ext/sdk");

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  @AutoClose private Workplace workplace;

  @BeforeEach
  void copyTemplate() throws IOException {
    workplace = Workplace.in(elsewhere);
    for (String name : List.of("Makefile", "CMakeLists.txt", "src/main/c/template.c")) {
      Path copy = folder.resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(TEMPLATE.resolve(name), copy);
    }
  }

  /// Builds in the copy, with `tenon` on the path of the shell.
  private void build(String script) {
    Commands.Outcome outcome =
        workplace
            .commands()
            .run("sh", "-euc", "cd \"$1\"; shift; " + script, "sh", folder.toString());
    assertThat(outcome.status()).as(outcome.output() + outcome.errors()).isZero();
  }

  private void assertWorks(Path built) {
    try (Interpreter interpreter = Interpreter.builder().path(built).build()) {
      assertThat(interpreter.importModule("template").call("add", 40, 2)).isEqualTo(42L);
    }
  }

  @Test
  void compiler_withTheFlagsOfTenon_buildsIt() {
    build("cc -shared -fPIC $(tenon cflags) -o template.so src/main/c/template.c");

    assertWorks(folder);
  }

  @Test
  void make_withoutPkgConfig_asksTenon() {
    build("unset PKG_CONFIG_PATH; make CFLAGS=-Werror");

    assertWorks(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"installed", "source tree"})
  void make_withPkgConfig_buildsIt(String place) {
    Path file = place.equals("installed") ? Checkout.sdk().resolve("share/pkgconfig") : SOURCE_TREE;
    build(
        "export PKG_CONFIG_PATH='%s'; pkg-config --exists 'tenon >= 1.0'; make CFLAGS=-Werror"
            .formatted(file));

    assertWorks(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"installed", "source tree"})
  void cmake_withThePackage_buildsIt(String place) {
    String option =
        place.equals("installed")
            ? "-DCMAKE_PREFIX_PATH=" + Checkout.sdk()
            : "-DTenon_DIR=" + SOURCE_TREE;
    build("cmake -B build '%s' && cmake --build build".formatted(option));

    assertWorks(folder.resolve("build"));
  }
}
