// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ModuleError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.module.Defined;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The two names of a module on what an accelerator module in C makes.
class NativeTwoNamesTest {

  private static List<Object> all(ModuleObject module) {
    return List.of(
        module.call("thing"), module.get("OwnError"), module.get("made"), module.get("thing"));
  }

  @Test
  @Case("MAIN-10")
  void whatModuleMakes_isSeenWhereUsersImportIt() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("two_names");

      assertThat(all(module))
          .allSatisfy(made -> {
            assertThat(((Defined) made).moduleName()).isEqualTo("facade");
            assertThat(module.call("attribute", made, "__module__")).isEqualTo("facade");
          });
      assertThat(module.call("thing")).hasToString("<'facade.Thing' object>");
      assertThat(module.get("OwnError")).hasToString("<class 'facade.OwnError'>");
      assertThat(module.get("made")).hasToString("<built-in function facade.made>");
      assertThatExceptionOfType(ModuleError.class)
          .isThrownBy(() -> module.call("raise_own", module.get("OwnError")))
          .satisfies(error -> assertThat(error.typeName()).isEqualTo("facade.OwnError"));
    }
  }

  @Test
  @Case("MAIN-12")
  void whatModuleMakes_knowsItsImplementation() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("two_names");

      assertThat(all(module))
          .allSatisfy(made -> {
            assertThat(module.call("attribute", made, "__impl_module__")).isEqualTo("two_names");
            assertThat(Inspect.implementationOf(made)).isSameAs(module);
            assertThat(Inspect.sourceOf(made)).get().asString().endsWith("two_names.so");
          });
    }
  }

  @Test
  @Case("MAIN-12")
  void implModule_ofErrorType_staysWhenModuleIsChanged() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("two_names");
      Object type = module.get("OwnError");

      module.call("set_attribute", type, "__module__", "elsewhere");

      assertThat(module.call("attribute", type, "__module__")).isEqualTo("elsewhere");
      assertThat(module.call("attribute", type, "__impl_module__")).isEqualTo("two_names");
      assertThatExceptionOfType(AttributeError.class)
          .isThrownBy(() -> module.call("set_attribute", type, "__impl_module__", "elsewhere"))
          .withMessageContaining("is read-only");
    }
  }
}
