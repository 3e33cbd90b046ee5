// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StatementsTest {

  @AutoClose private final Interpreter interpreter = Interpreter.builder().build();
  private final ModuleObject module = interpreter.newModule("things");

  private List<@Nullable Object> valuesOf(String text) throws Exception {
    return interpreter.enter(() -> {
      List<@Nullable Object> values = new ArrayList<>();
      for (Statement each : Statements.parse(text, "<test>")) {
        values.add(each.run(Scope.of(module)));
      }
      return values;
    });
  }

  @Test
  void statement_hasItsTextAndItsValue() throws Exception {
    String text = "  x = [1, -2] ; x[0]  # first\n del x";

    assertThat(Statements.parse(text, "<test>"))
        .extracting(Statement::text)
        .containsExactly("x = [1, -2]", "x[0]", "del x");
    assertThat(Statements.parse(text, "<test>"))
        .extracting(Statement::isExpression)
        .containsExactly(false, true, false);
    assertThat(valuesOf(text)).containsExactly(List.of(1L, -2L), 1L, null);
  }

  @Test
  void callableModule_isCalled() throws Exception {
    MemoryFinder finder = new MemoryFinder();
    finder.add(
        ModuleDef.of("adder")
            .call((module, arguments) -> (long) arguments[0] + (long) arguments[1])
            .build());
    interpreter.imports().metaPath().addFirst(finder);

    assertThat(valuesOf("import adder; adder(2, 3)")).last().isEqualTo(5L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> valuesOf("things = 1; things()"))
        .withMessage("'int' object is not callable");
  }

  @Test
  void quotedText_ofAnyLength_takesNoStack() throws Exception {
    String content = "a\\n".repeat(200_000);

    assertThat(valuesOf("'" + content + "'")).containsExactly("a\n".repeat(200_000));
  }

  @Test
  void brackets_nestedTooDeep_areRefused() {
    assertThatExceptionOfType(SyntaxError.class)
        .isThrownBy(() -> Statements.parse("(".repeat(100_000), "<test>"))
        .withMessage("too many nested parentheses (<test>, line 1, column 201)");
  }

  @Test
  void attributes_tooManyOfOneValue_areRefused() {
    assertThatExceptionOfType(SyntaxError.class)
        .isThrownBy(() -> Statements.parse("x" + ".a".repeat(100_000), "<test>"))
        .withMessageStartingWith("too many attributes, calls and items of one value");
  }

  @Test
  void text_thatDoesNotEnd_isRefused() {
    assertThatExceptionOfType(SyntaxError.class)
        .isThrownBy(() -> Statements.parse("f('a", "<test>"))
        .withMessage("unterminated string literal (<test>, line 1, column 3)");
  }
}
