// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import static dev.tenon.testkit.TenonAssertions.assertThatModule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.IsolationReport.Verdict;
import dev.tenon.testkit.IsolationTest;
import dev.tenon.testkit.ModulePath;
import org.junit.jupiter.api.Test;

/// The samples under the isolation check.
@ModulePath("../../sample-extensions/counter/target/modules")
class CounterIsolationTest {

  @IsolationTest(module = "counter", interpreters = 3, calls = "add(40); next(); describe('is ')")
  void counter_keepsInterpretersApart(IsolationReport report) {
    assertThat(report.interpreters()).isEqualTo(3);
  }

  @IsolationTest(
      module = "counter",
      path = "../../sample-extensions/counter/target/modules",
      interpreters = 2)
  void counter_onlyImported_leavesNothing() {}

  @Test
  void assertion_thatFails_hasTheWholeReport() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() ->
            assertThatModule("counter")
                .onPath(SampleFiles.nativeCounter().toString())
                .withInterpreters(2)
                .hasVerdict(Verdict.LEAKS))
        .withMessageContaining("expected module 'counter' to be: leaks")
        .withMessageContaining(
            "counter: isolated (declared: isolated interpreters, 2 interpreters)");
  }
}
