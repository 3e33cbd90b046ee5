// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.module.ModuleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The printed form of modules: area REPR.
class ModuleReprTest {

  private final ModuleObject foo = new ModuleObject("foo");

  /// Stands for a loader whose text is known.
  private static final Object LOADER =
      new Object() {
        @Override
        public String toString() {
          return "L";
        }
      };

  @Test
  @Case("REPR-01")
  void module_withNameOnly_printsTheName() {
    assertThat(foo).hasToString("<module 'foo'>");
  }

  @Test
  @Case("REPR-01")
  void module_withoutName_printsAQuestionMark() {
    foo.delete("__name__");

    assertThat(foo).hasToString("<module '?'>");
  }

  @Test
  @Case("REPR-02")
  void module_withFile_printsTheFile() {
    foo.set("__file__", "F");
    assertThat(foo).hasToString("<module 'foo' from 'F'>");

    foo.set("__loader__", LOADER);
    assertThat(foo).hasToString("<module 'foo' from 'F'>");
  }

  @Test
  @Case("REPR-03")
  void module_withLoaderAndNoFile_printsTheLoader() {
    foo.set("__loader__", LOADER);
    assertThat(foo).hasToString("<module 'foo' (L)>");

    foo.delete("__name__");
    assertThat(foo).hasToString("<module '?' (L)>");
  }

  @Test
  @Case("REPR-04")
  void builtins_arePrintedAsBuiltIn() {
    try (World world = new World()) {
      assertThat(world.interpreter().builtins()).hasToString("<module 'builtins' (built-in)>");
    }
  }

  @Test
  @Case("REPR-05")
  void namespacePackage_printsItsPortions(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("foo"));
    try (World world = new World(folder)) {
      assertThat(world.loadModule("foo").toString()).startsWith("<module 'foo' (namespace) from [");
    }
  }
}
