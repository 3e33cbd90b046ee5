// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceWipeTest {

  @Test
  void order_registeredModules_isReversedWithTheNeededLast() {
    try (Interpreter interpreter = Interpreter.create();
        Interpreter other = Interpreter.create()) {
      ModuleObject sys = interpreter.imports().sys();
      ModuleObject first = interpreter.newModule("first");
      ModuleObject second = interpreter.newModule("second");
      ModuleObject foreign = other.newModule("foreign");

      List<ModuleObject> order =
          NamespaceWipe.order(
              Arrays.asList(
                  interpreter.builtins(), sys, first, null, foreign, second, "text", first),
              ModuleOwner.of(interpreter.main()),
              List.of(sys, interpreter.builtins()));

      assertThat(order).containsExactly(first, second, sys, interpreter.builtins());
    }
  }

  @Test
  void wipe_keepsNameAndBuiltins() {
    ModuleObject module = new ModuleObject("m");
    module.set("__builtins__", "b");
    module.set("_private", 1L);
    module.set("open", 2L);

    NamespaceWipe.wipe(module);

    assertThat(module.namespace())
        .containsEntry("__name__", "m")
        .containsEntry("__builtins__", "b")
        .containsEntry("_private", null)
        .containsEntry("open", null);
  }
}
