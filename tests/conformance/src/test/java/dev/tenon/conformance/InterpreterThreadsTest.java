// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threads that are inside of interpreters: of those that are closed, and of those that have a lock
/// in common.
class InterpreterThreadsTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 60;

  /// Calls until the interpreter is closed.
  ///
  /// @return how often it was called
  private static long callUntilClosed(Callable<?> call, CountDownLatch begun) throws Exception {
    long calls = 0;
    while (true) {
      try {
        call.call();
      } catch (InterpreterError _) {
        return calls;
      }
      if (calls++ == 0) {
        begun.countDown();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"isolated_free", "isolated_serialized"})
  void close_underCallsOfOtherThreads_letsThemFinishOrRefusesThem(String name) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int round = 0; round < ROUNDS; round++) {
        Interpreter interpreter = Interpreter.builder().path(NativeWorld.FIXTURES).build();
        ModuleObject module = interpreter.importModule(name);
        LongSupplier count = module.bind("count", LongSupplier.class);
        LongSupplier crowd = module.bind("crowd", LongSupplier.class);
        TenonCallable three = _ -> 3L;
        CountDownLatch begun = new CountDownLatch(THREADS);
        List<Future<Long>> calls =
            List.of(
                threads.submit(() -> callUntilClosed(count::getAsLong, begun)),
                threads.submit(() -> callUntilClosed(() -> module.call("count"), begun)),
                threads.submit(() -> callUntilClosed(() -> module.call("call", three), begun)),
                threads.submit(() -> callUntilClosed(crowd::getAsLong, begun)));
        begun.await();
        interpreter.close();

        for (Future<Long> done : calls) {
          assertThat(done.get()).isPositive();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void serializedModule_ofParentAndSubinterpreter_isEnteredAtOnceOnlyIfIsolated(boolean isolated)
      throws Exception {
    try (Interpreter main = Interpreter.builder().path(NativeWorld.FIXTURES).build();
        Interpreter sub = main.subinterpreter().isolated(isolated).build();
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      LongSupplier one = crowd(main);
      LongSupplier other = crowd(sub);
      List<Long> seen = Collections.synchronizedList(new ArrayList<>());
      do {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
          tasks.add(() -> seen.add(one.getAsLong()));
          tasks.add(() -> seen.add(other.getAsLong()));
        }
        for (Future<Boolean> done : threads.invokeAll(tasks)) {
          assertThat(done.get()).isTrue();
        }
      } while (isolated && Collections.max(seen) < 2);

      assertThat(Collections.max(seen)).isEqualTo(isolated ? 2L : 1L);
    }
  }

  private static LongSupplier crowd(Interpreter interpreter) {
    return interpreter.importModule("isolated_serialized").bind("crowd", LongSupplier.class);
  }
}
