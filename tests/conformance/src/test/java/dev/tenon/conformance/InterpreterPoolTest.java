// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.ExecutionFailed;
import dev.tenon.Interpreter;
import dev.tenon.concurrent.InterpreterPool;
import dev.tenon.concurrent.NotShareableError;
import dev.tenon.error.kind.InterpreterError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/// Calls that run in parallel on several interpreters.
class InterpreterPoolTest {

  private final List<Interpreter> made = Collections.synchronizedList(new ArrayList<>());

  private Interpreter make() {
    Interpreter interpreter =
        Interpreter.builder().path(NativeWorld.FIXTURES).isolated(true).build();
    made.add(interpreter);
    return interpreter;
  }

  @Test
  void calls_submitted_runOnSeveralInterpretersAtOnce() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    try (InterpreterPool pool = InterpreterPool.of(3, this::make)) {
      List<Future<Object>> calls = new ArrayList<>();
      for (int number = 0; number < 3; number++) {
        calls.add(
            pool.submit(there -> {
              assertThat(Interpreter.current()).isSameAs(there);
              together.await();
              return there.importModule("isolated_serialized").call("count");
            }));
      }
      for (Future<Object> call : calls) {
        assertThat(call.get()).isEqualTo(1L);
      }
      assertThat(pool.size()).isEqualTo(3);
    }
    assertThat(made).hasSize(3).allMatch(Interpreter::isClosed);
  }

  @Test
  void map_callsOncePerArgumentInOrder() throws Exception {
    try (InterpreterPool pool = InterpreterPool.of(2, InterpreterPoolTest::plain)) {
      List<Object> arguments = new ArrayList<>();
      for (long number = 0; number < 200; number++) {
        arguments.add(List.of(number));
      }
      assertThat(pool.map("functions", "same", arguments)).isEqualTo(arguments);
      assertThat(pool.size()).isBetween(1, 2);
    }
  }

  private static Interpreter plain() {
    return Interpreter.builder().path(NativeWorld.FIXTURES).build();
  }

  @Test
  void interpreter_closedByTheHost_isReplaced() throws Exception {
    try (InterpreterPool pool = InterpreterPool.of(1, this::make)) {
      assertThat(pool.call("isolated_free", "count")).isEqualTo(1L);
      assertThat(pool.call("isolated_free", "count")).isEqualTo(2L);
      made.getFirst().close();
      assertThat(pool.call("isolated_free", "count")).isEqualTo(1L);
    }
    assertThat(made).hasSize(2);
  }

  @Test
  void failures_ofCalls_reachTheCallerAsWords() throws Exception {
    InterpreterPool pool = InterpreterPool.of(1, InterpreterPoolTest::plain);
    try (pool) {
      assertThatExceptionOfType(ExecutionFailed.class)
          .isThrownBy(() -> pool.call("functions", "fail", 3L));
      assertThatExceptionOfType(NotShareableError.class)
          .isThrownBy(() -> pool.call("functions", "same", pool));
      Future<Object> closing =
          pool.submit(_ -> {
            pool.close();
            return null;
          });
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(closing::get)
          .withCauseInstanceOf(ExecutionFailed.class)
          .withMessageContaining("InterpreterError: cannot close a pool from inside");
      assertThat(pool.call("functions", "same", 1L)).isEqualTo(1L);
    }
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> pool.submit("functions", "same", 1L));
  }

  @Test
  void factoryThatFails_failsTheCall() throws Exception {
    try (InterpreterPool pool =
        InterpreterPool.of(
            1,
            () -> {
              throw new InterpreterError("not today");
            })) {
      assertThatExceptionOfType(InterpreterError.class)
          .isThrownBy(() -> pool.call("functions", "same", 1L))
          .withMessage("not today");
    }
  }
}
