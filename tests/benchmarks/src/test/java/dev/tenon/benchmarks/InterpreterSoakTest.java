// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A short soak: totals are right in every round.
class InterpreterSoakTest {

  @Test
  void rounds_ofManyInterpreters_haveTheRightTotals() throws Exception {
    InterpreterSoak soak = new InterpreterSoak(Path.of("target", "modules"), 50, 200);

    for (int round = 0; round < 5; round++) {
      assertThat(soak.round()).isZero();
    }

    assertThat(soak.memory()).hasSize(5);
  }
}
