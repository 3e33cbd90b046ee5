package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.TenonCallable;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Calls into C: the ways that Tenon offers, beside a bare foreign call of the C library.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("restricted") // the bare call is what the others are measured against
public class NativeCallBenchmark {

  private static final MethodHandle LABS =
      Linker.nativeLinker()
          .downcallHandle(
              find("labs"), FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

  private Interpreter interpreter;
  private ModuleObject counter;
  private LongSupplier next;
  private TenonCallable describe;
  private long number = -1;

  private static MemorySegment find(String name) {
    SymbolLookup lookup = Linker.nativeLinker().defaultLookup();
    return lookup
        .find(name)
        .map(address ->
            MemorySegment.ofAddress(address.address()).reinterpret(0, Arena.global(), null))
        .orElseThrow();
  }

  /// Imports the counter in C, from the folder that the property `tenon.modules` names.
  @Setup
  public void load() {
    interpreter =
        Interpreter.builder()
            .path(System.getProperty("tenon.modules", "sample-extensions/counter/target/modules"))
            .build();
    counter = interpreter.importModule("counter");
    next = counter.bind("next", LongSupplier.class);
    describe = (TenonCallable) counter.get("describe");
  }

  /// Closes the interpreter.
  @TearDown
  public void close() {
    interpreter.close();
  }

  /// The JVM's own price: a foreign call through a constant handle.
  @Benchmark
  public long bareForeignCall() throws Throwable {
    return (long) LABS.invokeExact(number);
  }

  /// A typed function bound to a functional interface. The counter is serialized, so this takes the
  /// interpreter's lock.
  @Benchmark
  public long boundTyped() {
    return next.getAsLong();
  }

  /// The same function by name, boxed.
  @Benchmark
  public Object calledByName() {
    return counter.call("next");
  }

  /// A dynamic function that returns text which it formats.
  @Benchmark
  public Object dynamicWithText() {
    return describe.call("now ");
  }
}
