// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;

import dev.tenon.Interpreter;
import dev.tenon.testkit.InterpreterExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

/// What the extension does for tests, seen by running test classes.
class InterpreterExtensionTest {

  private static final List<Interpreter> KEPT = new ArrayList<>();

  @AfterEach
  void letGo() {
    KEPT.clear();
  }

  @ExtendWith(InterpreterExtension.class)
  static class GoodCase {
    @Test
    void interpreters_areTwo(Interpreter a, Interpreter b) {
      a.main().set("x", 1L);
      assertThat(b.main().has("x")).isFalse();
    }
  }

  @ExtendWith(InterpreterExtension.class)
  static class KeepingCase {
    @Test
    void interpreter_isKept(Interpreter interpreter) {
      KEPT.add(interpreter);
    }
  }

  @ExtendWith(InterpreterExtension.class)
  static class FailingCase {
    @Test
    void exitCallback_fails(Interpreter interpreter) {
      interpreter.onExit(() -> {
        throw new IllegalStateException("not closed well");
      });
    }
  }

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .allEvents();
  }

  @Test
  void parameters_areInterpretersOfTheirOwn() {
    run(GoodCase.class).assertStatistics(all -> all.failed(0));
  }

  @Test
  void interpreterThatIsKept_failsTheClass() {
    run(KeepingCase.class)
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                TestExecutionResultConditions.message(text ->
                    text.contains("1 closed interpreter(s) cannot be reclaimed")
                        && text.contains("interpreter_isKept"))));
  }

  @Test
  void closeThatFails_failsTheTest() {
    run(FailingCase.class).assertStatistics(all -> all.failed(1));
  }
}
