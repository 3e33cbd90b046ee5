// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.module.ModuleObject;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the sample module `counter` does, in whatever language it is written.
abstract class CounterContract {

  private static final int MILLION = 1_000_000;

  private final List<Interpreter> open = new ArrayList<>();

  /// The folder or jar that holds the implementation.
  abstract Path place();

  @AfterEach
  void closeInterpreters() {
    open.forEach(Interpreter::close);
  }

  private Interpreter interpreter() {
    Interpreter interpreter = Interpreter.builder().path(place()).isolated(true).build();
    open.add(interpreter);
    return interpreter;
  }

  private ModuleObject counter() {
    return interpreter().importModule("counter");
  }

  @Test
  void module_comesFromThePlace() {
    assertThat(counter().get("__file__")).asString().startsWith(place().toString());
  }

  @Test
  void functions_countInModuleState() {
    ModuleObject counter = counter();

    assertThat(counter.call("value")).isEqualTo(0L);
    assertThat(counter.call("next")).isEqualTo(1L);
    assertThat(counter.call("next")).isEqualTo(2L);
    assertThat(counter.call("add", 40)).isEqualTo(42L);
    assertThat(counter.call("add", -2)).isEqualTo(40L);
    assertThat(counter.call("value")).isEqualTo(40L);
    assertThat(counter.call("reset")).isNull();
    assertThat(counter.call("value")).isEqualTo(0L);
  }

  @Test
  void add_beyondTheRange_wrapsAround() {
    ModuleObject counter = counter();
    counter.call("add", Long.MAX_VALUE);

    assertThat(counter.call("next")).isEqualTo(Long.MIN_VALUE);
    assertThat(counter.call("add", -1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void describe_givesValueAndUnitBehindThePrefix() {
    ModuleObject counter = counter();
    counter.call("add", 3);

    assertThat(counter.call("describe")).isEqualTo("3 ticks");
    assertThat(counter.call("describe", "zählt: ")).isEqualTo("zählt: 3 ticks");
    assertThat(counter.call("describe", "")).isEqualTo("3 ticks");
    assertThat(counter.call("describe", "x".repeat(10_000)))
        .isEqualTo("x".repeat(10_000) + "3 ticks");
  }

  @Test
  void describe_wrongArguments_areTypeErrors() {
    ModuleObject counter = counter();

    assertThatThrownBy(() -> counter.call("describe", 1))
        .isInstanceOf(TypeError.class)
        .hasMessage("describe() argument 1 must be str");
    assertThatThrownBy(() -> counter.call("describe", "a", "b"))
        .isInstanceOf(TypeError.class)
        .hasMessage("describe() takes at most one argument (2 given)");
  }

  @Test
  void typedFunctions_wrongArguments_areRefusedBeforeTheCall() {
    ModuleObject counter = counter();

    assertThatThrownBy(() -> counter.call("add", "1"))
        .isInstanceOf(TypeError.class)
        .hasMessage("add() argument 1 must be i64, not str");
    assertThatThrownBy(() -> counter.call("add"))
        .isInstanceOf(TypeError.class)
        .hasMessage(
            "add() takes exactly one argument (0 given); its signature is (state, i64) -> i64");
    assertThatThrownBy(() -> counter.call("next", 1))
        .isInstanceOf(TypeError.class)
        .hasMessage("next() takes no arguments (1 given); its signature is (state) -> i64");
    assertThatThrownBy(() -> counter.call("add", BigInteger.ONE.shiftLeft(63)))
        .isInstanceOf(OverflowError.class);
    assertThat(counter.call("value")).isEqualTo(0L);
  }

  @Test
  void unknownFunction_proposesTheNearestName() {
    ModuleObject counter = counter();

    assertThatThrownBy(() -> counter.call("nxt"))
        .isInstanceOf(AttributeError.class)
        .hasMessageStartingWith("module 'counter' has no attribute 'nxt'. Did you mean: 'next'?");
  }

  @Test
  void attributes_areThoseOfTheDescriptor() {
    ModuleObject counter = counter();

    assertThat(counter.get("unit")).isEqualTo("ticks");
    assertThat(counter.get("__doc__")).isEqualTo("A counter that lives in module state.");
    assertThat(counter.get("__name__")).isEqualTo("counter");
    assertThat(counter.dir())
        .filteredOn(name -> !name.startsWith("__"))
        .containsExactly("add", "describe", "next", "reset", "unit", "value");
  }

  @Test
  void functions_tellNameDocumentationAndSignature() {
    ModuleObject counter = counter();

    assertThat(counter.get("add"))
        .isInstanceOfSatisfying(
            ModuleFunction.class,
            add -> {
              assertThat(add.name()).isEqualTo("add");
              assertThat(add.doc()).isEqualTo("Add an amount and return the new value.");
              assertThat(add.moduleName()).isEqualTo("counter");
              assertThat(add.module()).isSameAs(counter);
              assertThat(add.signature()).hasToString("(state, i64) -> i64");
            });
  }

  @Test
  void bind_givesFunctionsOfTheSameState() {
    ModuleObject counter = counter();
    LongSupplier next = counter.bind("next", LongSupplier.class);
    LongUnaryOperator add = counter.bind("add", LongUnaryOperator.class);

    assertThat(next.getAsLong()).isEqualTo(1);
    assertThat(add.applyAsLong(9)).isEqualTo(10);
    counter.bind("reset", Runnable.class).run();
    assertThat(counter.call("value")).isEqualTo(0L);
  }

  @Test
  void import_twiceInOneInterpreter_isOneCounter() {
    Interpreter interpreter = interpreter();
    interpreter.importModule("counter").call("next");

    assertThat(interpreter.importModule("counter").call("next")).isEqualTo(2L);
  }

  @Test
  void twoInterpreters_countSeparately() {
    ModuleObject first = counter();
    ModuleObject second = counter();

    assertThat(first).isNotSameAs(second);
    assertThat(first.call("next")).isEqualTo(1L);
    assertThat(first.call("next")).isEqualTo(2L);
    assertThat(second.call("next")).isEqualTo(1L);
    second.set("unit", "steps");
    assertThat(first.get("unit")).isEqualTo("ticks");
  }

  @Test
  void eightThreadsOnEightInterpreters_countAMillionEach() throws Exception {
    List<ModuleObject> counters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      counters.add(counter());
    }

    countAMillion(counters);

    for (ModuleObject counter : counters) {
      assertThat(counter.call("value")).isEqualTo((long) MILLION);
    }
  }

  @Test
  void twoThreadsOnOneInterpreter_loseNoCount() throws Exception {
    ModuleObject counter = counter();

    countAMillion(List.of(counter, counter));

    assertThat(counter.call("value")).isEqualTo(2L * MILLION);
  }

  /// Counts to a million on each of the counters at once, half of the way by name and half bound.
  private static void countAMillion(List<ModuleObject> counters) throws Exception {
    CyclicBarrier start = new CyclicBarrier(counters.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(counters.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (ModuleObject counter : counters) {
        running.add(
            threads.submit(() -> {
              LongSupplier next = counter.bind("next", LongSupplier.class);
              start.await();
              long last = 0;
              for (int i = 0; i < MILLION / 2; i++) {
                counter.call("next");
                last = next.getAsLong();
              }
              return last;
            }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  @Test
  void close_functionsCannotBeCalledAnyMore() {
    Interpreter interpreter = interpreter();
    ModuleObject counter = interpreter.importModule("counter");
    LongSupplier next = counter.bind("next", LongSupplier.class);
    assertThat(next.getAsLong()).isEqualTo(1);
    interpreter.close();

    String closed =
        "module 'counter' was closed with its interpreter; import it again in an open one";
    assertThatThrownBy(() -> counter.call("next"))
        .isInstanceOf(InterpreterError.class)
        .hasMessage(closed);
    assertThatThrownBy(next::getAsLong).isInstanceOf(InterpreterError.class).hasMessage(closed);
    assertThatThrownBy(() -> counter.bind("add", LongUnaryOperator.class).applyAsLong(1))
        .isInstanceOf(InterpreterError.class)
        .hasMessage(closed);
    assertThatThrownBy(() -> counter.call("describe"))
        .isInstanceOf(InterpreterError.class)
        .hasMessage(closed);
    assertThatThrownBy(() -> interpreter.importModule("counter"))
        .isInstanceOf(InterpreterError.class)
        .hasMessage("the interpreter is closed; make a new one");
  }

  @Test
  void close_whileAnotherThreadCounts_endsItsCountingWithAnError() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 100; round++) {
        Interpreter interpreter = interpreter();
        ModuleObject counter = interpreter.importModule("counter");
        LongSupplier next = counter.bind("next", LongSupplier.class);
        CountDownLatch counting = new CountDownLatch(2);
        List<Future<Long>> running =
            List.of(
                threads.submit(() -> countForEver(counting, next)),
                threads.submit(() -> countForEver(counting, () -> (long) counter.call("next"))));
        counting.await();
        interpreter.close();

        for (Future<Long> future : running) {
          assertThatThrownBy(future::get).hasCauseInstanceOf(InterpreterError.class);
        }
      }
    }
  }

  private static long countForEver(CountDownLatch counting, LongSupplier next) {
    long last = 0;
    for (int count = 0; count >= 0; count++) {
      last = next.getAsLong();
      if (count == 1_000) {
        counting.countDown();
      }
    }
    return last;
  }

  @Test
  void close_ofOneInterpreter_leavesTheOthersCounting() {
    Interpreter first = interpreter();
    first.importModule("counter").call("next");
    ModuleObject second = counter();
    second.call("next");
    first.close();

    assertThat(second.call("next")).isEqualTo(2L);
    assertThat(counter().call("next")).isEqualTo(1L);
  }
}
