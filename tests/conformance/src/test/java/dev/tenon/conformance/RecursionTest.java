// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.RecursionError;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import org.junit.jupiter.api.Test;

/// Recursion without end is a RecursionError wherever a module is asked, as in CPython, and leaves
/// the interpreter usable.
final class RecursionTest {

  @Test
  void propertyThatReadsItself_isARecursionError() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("limits");
      module.setKind(
          ModuleKind.of("self").property("endless", self -> self.get("endless")).build());

      assertThatExceptionOfType(RecursionError.class)
          .isThrownBy(() -> module.get("endless"))
          .withMessage("maximum recursion depth exceeded");
      assertThat(module.call("i32_plain", 7)).isEqualTo(7L);
    }
  }

  @Test
  void propertyThatSetsItself_isARecursionError() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("limits");
      module.setKind(
          ModuleKind.of("self")
              .property("endless", _ -> 1, (self, value) -> self.set("endless", value))
              .build());

      assertThatExceptionOfType(RecursionError.class)
          .isThrownBy(() -> module.set("endless", 2))
          .withMessage("maximum recursion depth exceeded");
    }
  }

  @Test
  void functionThatCallsItself_isARecursionError() {
    try (World world = new World()) {
      ModuleDef deep =
          ModuleDef.of("deep").dynamic("deeper", null, (self, _) -> self.call("deeper")).build();
      world.finder().add(deep);
      ModuleObject module = world.loadModule("deep");

      assertThatExceptionOfType(RecursionError.class)
          .isThrownBy(() -> module.call("deeper"))
          .withMessage("maximum recursion depth exceeded");
    }
  }
}
