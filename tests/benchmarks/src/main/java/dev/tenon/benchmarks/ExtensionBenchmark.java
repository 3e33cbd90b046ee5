// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a small C extension costs in a JVM that is warm: its first import, which maps the library
/// and reads it, and a further instance of a module whose spec is at hand.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 400)
@Measurement(iterations = 200)
public class ExtensionBenchmark {

  private static final int INSTANCES = 1_000;
  private static final Path MODULES =
      Path.of(System.getProperty("tenon.modules", "tests/benchmarks/target/modules"));

  /// A library that the process has not seen, in a folder of its own.
  @State(Scope.Thread)
  public static class Unseen {
    private Path folder = MODULES;
    private Interpreter interpreter = Interpreter.create();

    /// Copies the library.
    @Setup(Level.Invocation)
    public void copy() throws IOException {
      folder = Files.createTempDirectory("extension");
      Files.copy(MODULES.resolve("calls.so"), folder.resolve("calls.so"));
      interpreter = Interpreter.builder().path(folder).build();
    }

    /// Closes the interpreter and deletes the copy.
    @TearDown(Level.Invocation)
    public void delete() throws IOException {
      interpreter.close();
      Files.delete(folder.resolve("calls.so"));
      Files.delete(folder);
    }
  }

  /// A spec in an interpreter of its own.
  @State(Scope.Thread)
  public static class Known {
    private Interpreter interpreter = Interpreter.create();
    private ModuleSpec spec = ModuleSpec.of("none", null).build();

    /// Finds the spec and makes a first instance.
    @Setup(Level.Invocation)
    public void find() {
      interpreter = Interpreter.builder().path(MODULES).build();
      spec = (ModuleSpec) Objects.requireNonNull(interpreter.importModule("calls").get("__spec__"));
    }

    /// Closes the interpreter and with it the instances.
    @TearDown(Level.Invocation)
    public void close() {
      interpreter.close();
    }
  }

  /// Imports it: search, descriptor, mapping, state, functions.
  @Benchmark
  public Object firstImport(Unseen unseen) {
    return unseen.interpreter.importModule("calls");
  }

  /// Makes further instances: module, state, functions, exec slots.
  @Benchmark
  @OperationsPerInvocation(INSTANCES)
  public Object furtherInstance(Known known) throws Exception {
    return known.interpreter.enter(() -> {
      Loader loader = Objects.requireNonNull(known.spec.loader());
      List<Object> made = new ArrayList<>(INSTANCES);
      for (int index = 0; index < INSTANCES; index++) {
        Object module = known.interpreter.imports().moduleFromSpec(known.spec);
        loader.execModule(module);
        made.add(module);
      }
      return made;
    });
  }
}
