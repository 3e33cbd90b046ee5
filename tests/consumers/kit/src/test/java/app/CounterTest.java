// SPDX-License-Identifier: Apache-2.0
package app;

import static dev.tenon.testkit.TenonAssertions.assertThatModule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.isolation.IsolationReport.Verdict;
import dev.tenon.module.ModuleObject;
import org.junit.jupiter.api.Test;

/// Tests of the module `counter`.
class CounterTest {

  private static final String PATH = System.getProperty("modules");

  @Test
  void counter_counts() {
    try (Interpreter interpreter = Interpreter.builder().path(PATH).build()) {
      ModuleObject counter = interpreter.importModule("counter");
      assertThat(counter.call("add", 40)).isEqualTo(40L);
      assertThat(counter.call("next")).isEqualTo(41L);
    }
  }

  @Test
  void counter_keepsInterpretersApart() {
    assertThatModule("counter").onPath(PATH).withInterpreters(2).hasVerdict(Verdict.ISOLATED);
  }
}
