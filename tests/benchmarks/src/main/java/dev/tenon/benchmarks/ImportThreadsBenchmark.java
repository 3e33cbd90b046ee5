// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// 64 threads import one module that is not loaded yet, until the last of them has it. The goal is
/// one millisecond, with the body run once.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 50)
@Measurement(iterations = 100)
public class ImportThreadsBenchmark {

  private static final int THREADS = 64;

  /// What kind of threads they are.
  @Param({"platform", "virtual"})
  public String threads;

  private ExecutorService executor;
  private Interpreter interpreter;
  private AtomicInteger runs;
  private List<Callable<ModuleObject>> tasks;

  /// Starts the threads.
  @Setup
  public void startThreads() {
    executor =
        threads.equals("platform")
            ? Executors.newFixedThreadPool(THREADS)
            : Executors.newVirtualThreadPerTaskExecutor();
  }

  /// Describes the module.
  @Setup(Level.Invocation)
  public void describeModule() {
    interpreter = Interpreter.create();
    runs = new AtomicInteger();
    interpreter
        .imports()
        .metaPath()
        .addFirst(new MemoryFinder().add("m", module -> runs.incrementAndGet()));
    tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      tasks.add(() -> interpreter.importModule("m"));
    }
  }

  /// Checks that the body ran once.
  @TearDown(Level.Invocation)
  public void checkRuns() {
    interpreter.close();
    if (runs.get() != 1) {
      throw new IllegalStateException("the body ran " + runs + " times");
    }
  }

  /// Ends the threads.
  @TearDown
  public void endThreads() {
    executor.close();
  }

  /// What cannot be beaten: the threads do next to nothing.
  @Benchmark
  public Object nothingInAllThreads() throws Exception {
    interpreter.importModule("m");
    return importInAllThreads();
  }

  /// Imports the module in all threads.
  @Benchmark
  public Object importInAllThreads() throws Exception {
    Object module = null;
    for (Future<ModuleObject> future : executor.invokeAll(tasks)) {
      module = future.get();
    }
    return module;
  }
}
