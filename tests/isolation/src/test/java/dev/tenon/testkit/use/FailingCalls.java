// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.MemoryError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Some work with a module under checks, done again and again with another call to the host failing
/// each time.
final class FailingCalls {

  private static final int GOOD_ROUNDS_AT_THE_END = 10;

  private final String modules;
  private final String module;
  private final Consumer<Interpreter> work;

  FailingCalls(String modules, String module, Consumer<Interpreter> work) {
    this.modules = modules;
    this.module = module;
    this.work = work;
  }

  /// Does the work once undisturbed and then with each of its calls failing, until there are no
  /// more. The work must raise the failure or do without, and leave nothing behind.
  ///
  /// @return how many rounds raised
  int countRaised() {
    assertThat(raises(0)).as("undisturbed").isFalse();
    int raised = 0;
    int good = 0;
    for (int call = 1; good < GOOD_ROUNDS_AT_THE_END; call++) {
      if (raises(call)) {
        raised++;
        good = 0;
      } else {
        good++;
      }
    }
    return raised;
  }

  private boolean raises(int failingCall) {
    List<String> warnings = new ArrayList<>();
    boolean raised = false;
    try (Interpreter interpreter =
        Interpreter.builder()
            .path(modules)
            .check(module)
            .failCall(failingCall)
            .onWarning(warning -> warnings.add(warning.message()))
            .build()) {
      work.accept(interpreter);
    } catch (MemoryError e) {
      assertThat(e).hasMessageContaining("was made to fail by the checks");
      raised = true;
    }
    assertThat(warnings).as("with call %d failing", failingCall).isEmpty();
    return raised;
  }
}
