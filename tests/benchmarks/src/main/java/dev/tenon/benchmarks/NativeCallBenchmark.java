// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What calls into a C module cost, beside the same C functions called through constant handles of
/// the JVM. The property `tenon.modules` names the folder with `calls.so`.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("restricted") // the bare call is what the others are measured against
public class NativeCallBenchmark {

  private static final int UPCALLS = 100;
  private static final Path FOLDER =
      Path.of(System.getProperty("tenon.modules", "tests/benchmarks/target/modules"));
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(FOLDER.resolve("calls.so"), Arena.global());
  private static final FunctionDescriptor TWO =
      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
  private static final FunctionDescriptor ONE =
      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
  private static final MethodHandle ADD = LINKER.downcallHandle(find("calls_add"), TWO);
  private static final MethodHandle LEAF_ADD =
      LINKER.downcallHandle(find("calls_add"), TWO, Linker.Option.critical(false));
  private static final MethodHandle NEXT = LINKER.downcallHandle(find("calls_next"), ONE);
  private static final MethodHandle UP = LINKER.downcallHandle(find("calls_up"), TWO);
  private static final long IDENTITY = identity();
  private static final long COUNTER =
      Arena.global().allocate(MemoryLayout.sequenceLayout(8, ValueLayout.JAVA_LONG)).address();

  private Interpreter interpreter;
  private ModuleObject calls;
  private LongBinaryOperator bareLambda;
  private LongBinaryOperator add;
  private LongBinaryOperator addSerialized;
  private LongBinaryOperator addSerializedAmongFree;
  private LongBinaryOperator addLeaf;
  private LongSupplier next;
  private LongSupplier nextSerialized;
  private LongUnaryOperator ask;
  private TenonCallable sum;
  private TenonCallable echo;
  private long one = 1;
  private long many = 1234;

  private static MemorySegment find(String name) {
    return MemorySegment.ofAddress(LIBRARY.find(name).orElseThrow().address());
  }

  private static long identity() {
    try {
      MethodHandle target =
          MethodHandles.lookup()
              .findStatic(
                  NativeCallBenchmark.class, "same", MethodType.methodType(long.class, long.class));
      return LINKER.upcallStub(target, ONE, Arena.global()).address();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  @SuppressWarnings("UnusedMethod") // called by C
  private static long same(long number) {
    return number;
  }

  private static long callAdd(long a, long b) {
    try {
      return (long) ADD.invokeExact(a, b);
    } catch (Throwable e) {
      throw new IllegalStateException("a native call cannot throw " + e, e);
    }
  }

  /// Imports the module and binds its functions.
  @Setup
  public void load() {
    interpreter = Interpreter.builder().path(FOLDER).build();
    calls = interpreter.importModule("calls");
    bareLambda = NativeCallBenchmark::callAdd;
    add = calls.bind("add", LongBinaryOperator.class);
    addSerializedAmongFree = calls.bind("add_serialized", LongBinaryOperator.class);
    addLeaf = calls.bind("add_leaf", LongBinaryOperator.class);
    next = calls.bind("next", LongSupplier.class);
    ModuleObject turns = interpreter.importModule("turns");
    addSerialized = turns.bind("add", LongBinaryOperator.class);
    nextSerialized = turns.bind("next", LongSupplier.class);
    ask = calls.bind("ask", LongUnaryOperator.class);
    sum = (TenonCallable) calls.get("sum");
    echo = (TenonCallable) calls.get("echo");
  }

  /// Closes the interpreter.
  @TearDown
  public void close() {
    interpreter.close();
  }

  /// The limit: a foreign call of two numbers through a constant handle.
  @Benchmark
  public long bareAdd() throws Throwable {
    return (long) ADD.invokeExact(one, many);
  }

  /// The same behind an interface, as one writes it by hand.
  @Benchmark
  public long bareAddThroughInterface() {
    return bareLambda.applyAsLong(one, many);
  }

  /// The limit for functions that promise not to call back.
  @Benchmark
  public long bareLeafAdd() throws Throwable {
    return (long) LEAF_ADD.invokeExact(one, many);
  }

  /// The limit for functions of the state.
  @Benchmark
  public long bareNext() throws Throwable {
    return (long) NEXT.invokeExact(COUNTER);
  }

  /// A foreign call with an upcall in it.
  @Benchmark
  public long bareUpcall() throws Throwable {
    return (long) UP.invokeExact(IDENTITY, many);
  }

  /// A typed function bound to a functional interface.
  @Benchmark
  public long boundAdd() {
    return add.applyAsLong(one, many);
  }

  /// Binds it once more.
  @Benchmark
  public LongBinaryOperator bind() {
    return calls.bind("add", LongBinaryOperator.class);
  }

  /// The same, of a module of one thread at a time.
  @Benchmark
  public long boundAddSerialized() {
    return addSerialized.applyAsLong(one, many);
  }

  /// The same, one thread at a time in a module with free threads.
  @Benchmark
  public long boundAddSerializedAmongFree() {
    return addSerializedAmongFree.applyAsLong(one, many);
  }

  /// The same with the promise not to call back.
  @Benchmark
  public long boundLeafAdd() {
    return addLeaf.applyAsLong(one, many);
  }

  /// A function of the module state, which is guarded against being freed.
  @Benchmark
  public long boundNext() {
    return next.getAsLong();
  }

  /// A function of the state of a module of one thread at a time.
  @Benchmark
  public long boundNextSerialized() {
    return nextSerialized.getAsLong();
  }

  /// Two numbers by name, boxed.
  @Benchmark
  public Object calledByName() {
    return calls.call("add", one, many);
  }

  /// A dynamic function of two numbers.
  @Benchmark
  public Object dynamicSum() {
    return sum.call(1.5, 2.5);
  }

  /// A dynamic function with a short text in and out.
  @Benchmark
  public Object dynamicEcho() {
    return echo.call("some text");
  }

  /// An upcall into the host's table; a hundred share one call.
  @Benchmark
  @OperationsPerInvocation(UPCALLS)
  public long apiUpcall() {
    return ask.applyAsLong(UPCALLS);
  }
}
