// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/// Opens many interpreters with two native modules each, lets two threads at a time count in each
/// of them, holds the totals against what was counted, closes all, and begins again. It prints how
/// much memory the process has after each round.
public final class InterpreterSoak {

  private static final int THREADS_EACH = 2;

  private final Path modules;
  private final int interpreters;
  private final int calls;
  private final List<Long> memory = new ArrayList<>();

  /// A soak.
  ///
  /// @param modules the folder with `calls` and `tally`
  /// @param interpreters how many are open at once
  /// @param calls how often each thread calls each module
  public InterpreterSoak(Path modules, int interpreters, int calls) {
    this.modules = modules;
    this.interpreters = interpreters;
    this.calls = calls;
  }

  private record Subject(Interpreter interpreter, LongSupplier next, LongUnaryOperator add) {

    static Subject open(Path modules) {
      Interpreter interpreter = Interpreter.builder().path(modules).isolated(true).build();
      ModuleObject free = interpreter.importModule("calls");
      ModuleObject serialized = interpreter.importModule("tally");
      return new Subject(
          interpreter,
          free.bind("next_serialized", LongSupplier.class),
          serialized.bind("add", LongUnaryOperator.class));
    }

    /// Calls each module.
    ///
    /// @return whether the numbers went up each time
    boolean count(int calls) {
      boolean up = true;
      long counted = 0;
      long sum = 0;
      for (int call = 0; call < calls; call++) {
        long laterCounted = next.getAsLong();
        long laterSum = add.applyAsLong(3);
        up &= laterCounted > counted && laterSum > sum;
        counted = laterCounted;
        sum = laterSum;
      }
      return up;
    }

    /// Whether the modules have counted what the threads have, and nothing of other interpreters.
    boolean isRight(long expected) {
      return next.getAsLong() == expected + 1 && add.applyAsLong(0) == expected * 3;
    }
  }

  /// Does one round.
  ///
  /// @return how many threads or interpreters had wrong numbers
  /// @throws ExecutionException if a call failed
  public int round() throws InterruptedException, ExecutionException {
    List<Subject> subjects = new ArrayList<>();
    for (int number = 0; number < interpreters; number++) {
      subjects.add(Subject.open(modules));
    }
    int wrong = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> counts = new ArrayList<>();
      for (Subject subject : subjects) {
        for (int thread = 0; thread < THREADS_EACH; thread++) {
          counts.add(threads.submit(() -> subject.count(calls)));
        }
      }
      for (Future<Boolean> count : counts) {
        wrong += count.get() ? 0 : 1;
      }
    }
    for (Subject subject : subjects) {
      wrong += subject.isRight((long) calls * THREADS_EACH) ? 0 : 1;
      subject.interpreter().close();
    }
    memory.add(ProcessMemory.residentKib());
    return wrong;
  }

  /// The resident memory of the process after each round, in KiB.
  public List<Long> memory() {
    return List.copyOf(memory);
  }

  /// Soaks for a while: `InterpreterSoak [seconds] [interpreters] [modules]`. The exit status is 1
  /// if a total was wrong.
  public static void main(String[] arguments) throws Exception {
    Duration length = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 120);
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
    Path modules = Path.of(arguments.length > 2 ? arguments[2] : "tests/benchmarks/target/modules");
    InterpreterSoak soak = new InterpreterSoak(modules, count, 2000);
    PrintStream out = System.out;
    long end = System.nanoTime() + length.toNanos();
    int wrong = 0;
    while (System.nanoTime() < end) {
      wrong += soak.round();
      out.printf(
          "round %d: %d wrong, %d KiB resident%n",
          soak.memory.size(), wrong, soak.memory.getLast());
    }
    System.exit(wrong == 0 ? 0 : 1);
  }
}
