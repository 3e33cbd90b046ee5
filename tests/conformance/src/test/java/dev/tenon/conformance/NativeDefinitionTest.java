// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.module.ModuleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Descriptors of modules in C: area DEF. The rows about export hooks (DEF-12, DEF-13) hold for the
/// exported data symbol, which has no code that could fail.
class NativeDefinitionTest {

  private final NativeWorld world = new NativeWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  @Case("DEF-01")
  void basic_loaded_works() {
    ModuleObject basic = world.load("basic");

    assertThat(basic.name()).isEqualTo("basic");
    assertThat(basic.kind().name()).isEqualTo("module");
    assertThat(basic.get("year")).isEqualTo(1969L);
    assertThat(basic.call("add", 9, 9)).isEqualTo(18L);
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> basic.get("never_set"))
        .withMessageContaining("module 'basic' has no attribute 'never_set'");
  }

  @Test
  @Case("DEF-02")
  void nullSlots_loaded_works() {
    assertThat(world.load("null_slots").name()).isEqualTo("null_slots");
  }

  private void assertRefused(String name, String... words) {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> world.load(name))
        .satisfies(error -> {
          assertThat(error).hasMessageContainingAll(words);
          assertThat(error.kind()).isEqualTo("SystemError");
          assertThat(error.name()).isEqualTo(name);
          assertThat(error.path()).endsWith(name + ".so");
        });
    assertThat(world.isRegistered(name)).isFalse();
    assertThat(world.load("basic").call("add", 1, 2)).isEqualTo(3L);
  }

  @ParameterizedTest
  @Case({"DEF-03", "DEF-04", "DEF-05", "DEF-06", "DEF-08", "DEF-12", "DEF-18"})
  @CsvSource(
      delimiter = '|',
      value = {
        "bad_slot_large | uses unknown slot ID 21",
        "bad_slot_negative | uses unknown slot ID 65535",
        "multiple_create_slots | has multiple create slots",
        "multiple_interpreters_slots | has more than one 'multiple interpreters' slots",
        "multiple_threads_slots | has multiple threads slots",
        "negative_size | m_size may not be negative for multi-phase initialization",
        "state_without_size | a parameter 'state' in a module without state; expected"
            + " TN_STATE_SIZE(sizeof(...))",
        "create_null | creation of module create_null failed without setting an exception",
        "exec_err | execution of module exec_err failed without setting an exception",
        "exec_unreported_exception | execution of module exec_unreported_exception raised"
            + " unreported exception",
        "create_text_with_state"
            + " | module create_text_with_state is not a module object, but requests module state",
        "nonmodule_with_exec_slots | specifies execution slots, but did not create a ModuleType",
        "nonmodule_with_methods | declares functions or constants, but did not create a module",
        "export_uninitialized | returned uninitialized object",
        "no_terminator | no end of the slot list",
        "wild_slots | no end of the slot list",
      })
  void badDescriptor_loaded_isRefusedAndTheNextImportWorks(String name, String words) {
    assertRefused(name, words);
  }

  @ParameterizedTest
  @Case({"DEF-07", "DEF-09"})
  @CsvSource({"create_raise,bad create function", "exec_raise,bad exec function"})
  void raisingSlot_loaded_raisesThatVeryError(String name, String message) {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> world.load(name))
        .withMessage(message)
        .withNoCause();
    assertThat(world.isRegistered(name)).isFalse();
  }

  @Test
  void createSlotThatLeavesAnErrorPending_loaded_isRefused() {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> world.load("create_unreported_exception"))
        .withMessage("creation of module create_unreported_exception raised unreported exception")
        .withStackTraceContaining("bad create function");
    assertThat(world.isRegistered("create_unreported_exception")).isFalse();
  }

  @Test
  @Case("DEF-13")
  void libraryWithoutSymbol_loaded_namesTheSymbol() {
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> world.load("no_symbol"))
        .withMessageContaining("does not define module export symbol TenonModule_no_symbol")
        .satisfies(error -> {
          assertThat(error.kind()).isEqualTo("ImportError");
          assertThat(error.name()).isEqualTo("no_symbol");
          assertThat(error.path()).endsWith("no_symbol.so");
          assertThat(error.phase()).isEqualTo(Phase.QUERY);
        });
  }

  @Test
  @Case("DEF-14")
  void nameBeyondAscii_loaded_isFoundByItsPunycode() {
    assertThat(world.load("lančmít").get("soup")).isEqualTo(1L);
  }

  @Test
  @Case({"DEF-15", "DEF-16", "DEF-25"})
  void submodule_loaded_hasItsFullName(@TempDir Path folder) throws Exception {
    Path inner = Files.createDirectory(folder.resolve("pkg"));
    Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), inner.resolve("basic.so"));
    try (NativeWorld nested = new NativeWorld(folder)) {
      ModuleObject module = nested.load("pkg.basic");

      assertThat(module.get("__name__")).isEqualTo("pkg.basic");
      assertThat(module.get("year")).isEqualTo(1969L);
      assertThat(((ModuleFunction) module.get("add")).moduleName()).isEqualTo("pkg.basic");
      assertThat(module.def().name()).isEqualTo("basic");
    }
  }

  @Test
  @Case("DEF-17")
  void createSlotThatMakesText_imported_givesTheText() {
    assertThat(world.interpreter().importByName("nonmodule")).isEqualTo("three");
  }

  @Test
  void createSlotThatReturnsItsModule_loaded_isExecuted() {
    assertThat(world.load("create_self").get("seen")).isEqualTo(1L);
  }

  @Test
  @Case("DEF-19")
  void descriptor_loadedTwice_makesTwoModules() {
    ModuleObject first = world.load("basic");
    world.interpreter().modules().remove("basic");
    ModuleObject second = world.load("basic");

    assertThat(second).isNotSameAs(first);
    second.set("year", 0L);
    assertThat(first.get("year")).isEqualTo(1969L);
  }

  @Test
  @Case("DEF-20")
  void threeExecSlots_loaded_runInOrder() {
    assertThat(world.load("three_execs").get("steps")).isEqualTo(123L);
  }

  @Test
  @Case("DEF-26")
  void optionalUnknownSlot_loaded_isPassedOver() {
    assertThat(world.load("optional_slot").get("ran")).isEqualTo(true);
  }

  @Test
  void newerAbi_loaded_isRefusedWithBothVersions() {
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> world.load("abi_major_2"))
        .withMessageContainingAll("found ABI 2.0", "expected 1.0", "rebuild");
  }

  @Test
  void newerMinorAbi_loaded_isRefusedWithBothVersions() {
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> world.load("abi_newer_minor"))
        .withMessageContainingAll("found ABI 1.65535", "expected 1.0 to 1.", "use a Tenon of ABI");
  }

  @Test
  void oldestMinorAbi_loaded_works() {
    assertThat(world.load("abi_minor_0").get("old")).isEqualTo(true);
  }

  @Test
  void manyFaults_loaded_areReportedAtOnce() {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> world.load("many_faults"))
        .satisfies(error ->
            assertThat(error.faults().stream().map(DescriptorFault::text))
                .anyMatch(text -> text.startsWith("slot 0 (doc): pointer 0x10"))
                .anyMatch(text -> text.contains("found -8"))
                .anyMatch(text -> text.contains("at column 7"))
                .anyMatch(text -> text.contains("'not an identifier'"))
                .anyMatch(text -> text.contains("a NULL function"))
                .anyMatch(text -> text.contains("a second attribute 'good'"))
                .anyMatch(text -> text.contains("no UTF-8"))
                .anyMatch(text -> text.startsWith("slot 3 (exec): a NULL value"))
                .anyMatch(text -> text.contains("the value 7"))
                .anyMatch(text -> text.contains("unknown slot ID 77")));
  }

  @Test
  void missingDependency_loaded_isRefusedBeforeItsFirstCall() {
    assertThatThrownBy(() -> world.load("missing_function"))
        .isInstanceOf(ExtensionLoadException.class)
        .hasMessageContaining("tenon_function_that_nobody_provides");
  }
}
