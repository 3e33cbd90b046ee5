// SPDX-License-Identifier: Apache-2.0
package template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.run.RunPy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateModuleTest {

  @Test
  void greet_severalNames_countsThem() {
    try (Interpreter interpreter = Interpreter.builder().build()) {
      ModuleObject module = interpreter.importModule("template");

      assertEquals("Hello, Ada! You are number 1.", module.call("greet", "Ada"));
      assertEquals("Hello, Grace! You are number 2.", module.call("greet", "Grace"));
      assertEquals(2L, module.call("greeted"));
    }
  }

  @Test
  void greet_number_isATypeError() {
    try (Interpreter interpreter = Interpreter.builder().build()) {
      ModuleObject module = interpreter.importModule("template");

      assertThrows(TypeError.class, () -> module.call("greet", 1L));
      assertEquals(0L, module.call("greeted"));
    }
  }

  @Test
  void main_name_isGreeted() throws Exception {
    var output = new ByteArrayOutputStream();
    int status;
    try (Interpreter interpreter = Interpreter.builder().output(output).build()) {
      status = new RunPy(interpreter).runModuleAsMain("template", List.of("Ada"));
    }

    assertEquals(0, status);
    assertEquals("Hello, Ada! You are number 1.\n", output.toString(StandardCharsets.UTF_8));
  }
}
