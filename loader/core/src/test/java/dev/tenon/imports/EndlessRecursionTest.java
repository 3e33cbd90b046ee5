// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.code.Code;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import java.lang.invoke.MethodHandles;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Endless recursion in a module in Java is an error of Tenon, wherever it happens.
class EndlessRecursionTest {

  private static final String TOO_DEEP = "maximum recursion depth exceeded";

  /// A state whose method has no end.
  public static final class State {
    /// Never returns.
    public long deep() {
      return down(0);
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int down(int depth) {
    return down(depth + 1) + 1;
  }

  private static ModuleObject load(
      Interpreter interpreter, UnaryOperator<ModuleDef.Builder> content) {
    ModuleDef.Builder builder = ModuleDef.of("deep").interpreters(InterpreterSupport.ISOLATED);
    MemoryFinder finder = new MemoryFinder();
    finder.add(content.apply(builder).build());
    interpreter.imports().metaPath().add(finder);
    return interpreter.importModule("deep");
  }

  static Stream<Arguments> imports() {
    return Stream.of(
        Arguments.of("exec", (UnaryOperator<ModuleDef.Builder>) def -> def.exec(_ -> down(0))),
        Arguments.of(
            "create", (UnaryOperator<ModuleDef.Builder>) def -> def.create((_, _) -> down(0))),
        Arguments.of(
            "state",
            (UnaryOperator<ModuleDef.Builder>)
                def ->
                    def.state(
                        State.class,
                        () -> {
                          down(0);
                          return new State();
                        })));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("imports")
  void inALoad_isRaisedByTheImport(String phase, UnaryOperator<ModuleDef.Builder> content) {
    try (Interpreter interpreter = Interpreter.create()) {
      assertThatExceptionOfType(RecursionError.class)
          .as(phase)
          .isThrownBy(() -> load(interpreter, content))
          .withMessage(TOO_DEEP + " while importing 'deep'");
      assertThat(interpreter.modules().get("deep")).isNull();
    }
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of("free", new ModuleSlot.Free(_ -> down(0))),
        Arguments.of("clear", new ModuleSlot.Clear(_ -> down(0))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void whenTheInterpreterCloses_isRaisedByThat(String name, ModuleSlot slot) {
    Interpreter interpreter = Interpreter.create();
    load(interpreter, def -> def.slot(slot));

    assertThatExceptionOfType(RecursionError.class)
        .as(name)
        .isThrownBy(interpreter::close)
        .withMessage(TOO_DEEP);
    assertThat(interpreter.isClosed()).isTrue();
  }

  @Test
  void inFunctions_isRaisedByEachWayToCall() {
    try (Interpreter interpreter = Interpreter.create()) {
      ModuleObject module =
          load(
              interpreter,
              def ->
                  def.state(State.class, State::new)
                      .typed("deep", "(state) -> i64", "Has no end.", MethodHandles.lookup())
                      .dynamic("also_deep", null, (_, _) -> down(0)));

      for (String function : new String[] {"deep", "also_deep"}) {
        LongSupplier bound = module.bind(function, LongSupplier.class);
        assertThatThrownBy(() -> module.call(function))
            .isInstanceOf(RecursionError.class)
            .hasMessage(TOO_DEEP);
        assertThatThrownBy(bound::getAsLong)
            .isInstanceOf(RecursionError.class)
            .hasMessage(TOO_DEEP);
      }
    }
  }

  @Test
  void inCode_isRaisedByWhoeverRunsIt() {
    try (Interpreter interpreter = Interpreter.create()) {
      assertThatThrownBy(() -> interpreter.exec(Code.of("<deep>", _ -> down(0))))
          .hasMessageContaining(TOO_DEEP);
    }
  }
}
