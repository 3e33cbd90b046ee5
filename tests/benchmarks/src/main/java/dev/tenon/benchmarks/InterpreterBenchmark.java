// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What interpreters cost: to make, to give a module that is mapped already, to enter and to close.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InterpreterBenchmark {

  private static final String MODULES =
      System.getProperty("tenon.modules", Path.of("tests/benchmarks/target/modules").toString());

  private Interpreter interpreter;
  private Callable<Long> call;

  /// An interpreter with a module, for calls.
  @Setup
  public void open() {
    interpreter = Interpreter.builder().path(MODULES).build();
    ModuleObject module = interpreter.importModule("calls");
    LongSupplier next = module.bind("next", LongSupplier.class);
    call = next::getAsLong;
  }

  /// Closes it.
  @TearDown(Level.Trial)
  public void close() {
    interpreter.close();
  }

  /// Makes an interpreter and closes it.
  @Benchmark
  public Interpreter createAndClose() {
    Interpreter made = Interpreter.builder().path(MODULES).build();
    made.close();
    return made;
  }

  /// The same, with the import of an extension that the process has mapped.
  @Benchmark
  public Object createImportAndClose() {
    try (Interpreter made = Interpreter.builder().path(MODULES).build()) {
      return made.importModule("calls");
    }
  }

  /// Enters an interpreter and calls a C function that counts in its state.
  @Benchmark
  public Long enterAndCall() throws Exception {
    return interpreter.enter(call);
  }
}
