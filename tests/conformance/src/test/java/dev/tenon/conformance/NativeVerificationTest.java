// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.DescriptorFault;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleSpec;
import dev.tenon.value.Warning;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Descriptors that do not agree with the library that they lie in.
class NativeVerificationTest {

  /// The faults of a descriptor, and those that a comparison with its library shows.
  private static List<String> faults(String name) throws Exception {
    try (NativeWorld world = new NativeWorld()) {
      return world
          .interpreter()
          .enter(() -> {
            ModuleSpec spec = world.interpreter().imports().findSpec(name);
            assertThat(spec).isNotNull();
            assertThat(spec.loader()).isInstanceOf(ExtensionLoader.class);
            ExtensionLoader loader = (ExtensionLoader) spec.loader();
            List<DescriptorFault> all = new CopyOnWriteArrayList<>(loader.readDef(spec).faults());
            all.addAll(loader.verify(spec));
            return all.stream().map(DescriptorFault::text).distinct().toList();
          });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no_methods_end, TN_METHODS_END after methods[1]",
    "no_constants_end, TN_CONSTANTS_END after constants[1]",
    "no_deprecated_end, TN_DEPRECATED_END after deprecated[0]",
    "no_submodules_end, NULL after submodules[2]",
    "no_properties_end, TN_PROPERTIES_END after resource type 'Type': properties[0]",
    "no_type_methods_end, TN_METHODS_END after resource type 'Type': methods[0]",
    "no_resources_end, NULL after resources[0]",
  })
  void table_withoutEnd_hasOneFault(String name, String words) throws Exception {
    assertThat(faults(name))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("the table has no " + words));
  }

  @ParameterizedTest
  @CsvSource({
    "strange_methods, TN_METHODS_END after methods[1]",
    "strange_submodules, NULL after submodules[0]",
  })
  void table_thatRunsIntoOtherDataOfAStrippedLibrary_hasOneFault(String name, String words)
      throws Exception {
    try (NativeWorld world = new NativeWorld()) {
      assertThatExceptionOfType(ExtensionContractException.class)
          .isThrownBy(() -> world.load(name))
          .withMessageContaining("the table has no " + words)
          .satisfies(error -> assertThat(error.faults()).hasSize(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"properties", "functions", "resources", "basic"})
  void soundModule_hasNoFault(String name) throws Exception {
    assertThat(faults(name)).isEmpty();
  }

  @Test
  void table_thatRunsIntoAnotherTable_endsBeforeIt() throws Exception {
    assertThat(faults("runs_on"))
        .anySatisfy(text -> assertThat(text).contains("no TN_METHODS_END after methods[0]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "half | parameter 1 is 'double', its result is 'double'; expected i64 as parameter 1",
        "narrow | parameter 1 is 'int32_t'; expected i64",
        "sign | its result is 'uint32_t'; expected i32",
        "swapped | parameter 1 is 'TnContext *', its parameter 2 is 'State *'; expected a pointer"
            + " to the module state as parameter 1, TnContext * as parameter 2",
        "missing | it has 0 parameters; expected 1 parameter",
        "width | parameter 1 is 'const int32_t *'; expected f64[]",
        "text | parameter 1 is 'int64_t'; expected str",
        "short_dynamic | does not fit a TnFunction: it has 3 parameters; expected 4 parameters",
      })
  void signature_thatIsNotThatOfTheFunction_isFound(String function, String words)
      throws Exception {
    assertThat(faults("mistyped"))
        .filteredOn(text -> text.contains("'%s'".formatted(function)))
        .singleElement()
        .satisfies(
            text -> assertThat(text).contains(function + "() at mistyped.c:").contains(words));
  }

  @Test
  void slotFunction_ofAnotherType_isFound() throws Exception {
    assertThat(faults("mistyped"))
        .anySatisfy(text ->
            assertThat(text)
                .startsWith("slot 2 (exec): exec() at ")
                .contains("its result is 'void'; expected int32_t as its result"))
        .anySatisfy(text ->
            assertThat(text)
                .startsWith("slot 3 (main): run() at ")
                .contains("it has 1 parameter; expected 2 parameters"));
  }

  @Test
  void rightSignatures_haveNoFaults() throws Exception {
    assertThat(faults("mistyped"))
        .noneMatch(text -> text.contains("'right'") || text.contains("'dynamic'"))
        .hasSize(10);
    assertThat(faults("basic")).isEmpty();
  }

  @Test
  void checkedModule_isVerifiedWhenItIsLoaded() throws Exception {
    List<Warning> warnings = new CopyOnWriteArrayList<>();
    try (Interpreter interpreter =
        Interpreter.builder()
            .path(NativeWorld.FIXTURES)
            .check("no_resources_end")
            .onWarning(warnings::add)
            .build()) {
      interpreter.importModule("no_resources_end");
    }

    assertThat(warnings)
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.message())
                .startsWith("check of module 'no_resources_end': slot 0 (resources): the table has")
                .contains("NULL after resources[0]"));
  }
}
