// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names that modules in C declare without a value.
class NativeDeclaredNamesTest {

  @Test
  void deprecatedName_read_givesTheReplacementWithAWarning() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("declares_names");

      assertThat(module.get("before")).isEqualTo(7L);
      assertThat(module.get("earlier")).isEqualTo(7L);

      assertThat(world.warnings())
          .allMatch(warning -> warning.category() == Warning.Category.DEPRECATION)
          .extracting(Warning::message)
          .satisfiesExactly(
              first -> assertThat(first).contains("before", "now", "since 2.0"),
              second -> assertThat(second).contains("earlier", "now"));
    }
  }

  @Test
  void deprecatedName_readByC_warnsWithTheLineThatCalledC() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("declares_names");
      ModuleObject reader = world.load("collections");

      assertThat(reader.call("get_attribute", module, "before")).isEqualTo(7L);

      assertThat(world.warnings())
          .singleElement()
          .extracting(Warning::place, STRING)
          .matches("NativeDeclaredNamesTest\\.java:\\d+");
    }
  }

  @Test
  void lazySubmodule_read_isImported(@TempDir Path folder) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("declares_names"));
    Files.copy(NativeWorld.FIXTURES.resolve("declares_names.so"), inner.resolve("__init__.so"));
    Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), inner.resolve("basic.so"));
    try (NativeWorld world = new NativeWorld(folder)) {
      ModuleObject module = world.load("declares_names");
      assertThat(world.isRegistered("declares_names.basic")).isFalse();

      ModuleObject submodule = (ModuleObject) module.get("basic");

      assertThat(submodule.call("add", 1, 2)).isEqualTo(3L);
      assertThat(submodule).isSameAs(world.interpreter().modules().get("declares_names.basic"));
    }
  }

  @Test
  void badTables_loaded_haveAllFaultsReported() {
    try (NativeWorld world = new NativeWorld()) {
      assertThatExceptionOfType(ExtensionContractException.class)
          .isThrownBy(() -> world.load("bad_names"))
          .satisfies(error ->
              assertThat(error.faults().stream().map(DescriptorFault::text))
                  .anyMatch(text -> text.contains("deprecated[0].replacement"))
                  .anyMatch(text -> text.contains("'no identifier'"))
                  .anyMatch(text -> text.contains("deprecated[2].note"))
                  .anyMatch(text -> text.contains("'not.a.tail'"))
                  .anyMatch(text -> text.contains("(submodules[1]): pointer 0x10"))
                  .anyMatch(text -> text.contains("flags 0x6"))
                  .anyMatch(text -> text.contains("reserved 9"))
                  .anyMatch(text -> text.contains("(constants): pointer 0x")));
      assertThat(world.isRegistered("bad_names")).isFalse();
    }
  }
}
