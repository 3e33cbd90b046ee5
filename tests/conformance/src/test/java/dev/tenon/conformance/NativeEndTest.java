// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.imports.ImportSystem;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The end of modules: it comes, whatever they do, and what was created is freed.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NativeEndTest {

  @Test
  void destructorsAndHooks_thatMakeMoreWithoutEnd_areStopped() {
    NativeWorld world = new NativeWorld();
    ModuleObject module = world.load("endless");
    module.call("make");
    module.call("add_hook");

    // The hook and the free slot pass the refusal on as their error.
    assertThatThrownBy(world::close)
        .satisfies(error ->
            assertThat(allMessages(error))
                .contains("its hooks have added 10000 since")
                .contains("'endless' ends, and its destructors have run"));
    assertThat(world.warnings())
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.message())
                .contains("in the destructor of 'endless.Phoenix' object")
                .contains("has made 10000 objects since"));
  }

  private static String allMessages(Throwable error) {
    StringBuilder text = new StringBuilder(String.valueOf(error.getMessage()));
    for (Throwable other : error.getSuppressed()) {
      text.append('\n').append(allMessages(other));
    }
    Throwable cause = error.getCause();
    return cause == null
        ? text.toString()
        : text.append('\n').append(allMessages(cause)).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "foreign_free, requests module state",
    "foreign_clear, requests module state",
    "foreign_version, requests module state",
    "foreign_import_name, slot 'import name'",
    "foreign_deprecated, slot 'deprecated name'",
    "foreign_submodules, slot 'lazy submodule'",
    "foreign_resources, slot 'resource type'",
    "foreign_doc, a docstring"
  })
  void createSlotThatMakesNoModule_withWhatOnlyAModuleHas_isRefused(String name, String words) {
    try (NativeWorld world = new NativeWorld()) {
      assertThatExceptionOfType(ExtensionContractException.class)
          .isThrownBy(() -> world.interpreter().importByName(name))
          .withMessageContaining(words);
      assertThat(world.isRegistered(name)).isFalse();
    }
  }

  @Test
  void createdModule_neverExecuted_isFreedOnce() {
    NativeWorld world = new NativeWorld();
    create(world, "created");
    world.close();
    assertThat(world.errorText()).isEqualTo("freed\n");
  }

  @Test
  void createdModule_executed_isFreedOnce() {
    NativeWorld world = new NativeWorld();
    world.load("created");
    world.close();
    assertThat(world.errorText()).isEqualTo("freed\n");
  }

  @Test
  void createdModule_whoseExecutionFails_isFreedOnce() {
    NativeWorld world = new NativeWorld();
    assertThatThrownBy(() -> world.load("created_and_failing")).hasMessage("not today");
    assertThat(world.errorText()).isEqualTo("freed\n");
    world.close();
    assertThat(world.errorText()).isEqualTo("freed\n");
  }

  @Test
  void createdModule_withStateThatDoesNotExistYet_isNotFreed() {
    NativeWorld world = new NativeWorld();
    create(world, "created_with_state");
    world.close();
    assertThat(world.errorText()).isEmpty();
  }

  private static void create(NativeWorld world, String name) {
    ImportSystem imports = world.interpreter().imports();
    ModuleSpec spec = Objects.requireNonNull(imports.findSpec(name));
    assertThat(imports.moduleFromSpec(spec)).isInstanceOf(ModuleObject.class);
  }
}
