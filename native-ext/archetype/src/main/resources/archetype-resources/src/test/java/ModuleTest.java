// SPDX-License-Identifier: Apache-2.0
package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.Interpreter;
import dev.tenon.testkit.InterpreterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InterpreterExtension.class)
class ModuleTest {

  private static final String MODULE = "${module}";

  @Test
  void add_givesTheSum(Interpreter interpreter) {
    assertEquals(42L, interpreter.importModule(MODULE).call("add", 40, 2));
  }

  @Test
  void greet_countsForEachInterpreter(Interpreter one, Interpreter other) {
    one.importModule(MODULE).call("greet", "Ada");

    assertEquals(
        "Hello, Grace! You are number 1.", other.importModule(MODULE).call("greet", "Grace"));
  }
}
