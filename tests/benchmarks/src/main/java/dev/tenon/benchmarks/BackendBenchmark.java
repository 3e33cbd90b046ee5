// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import static dev.tenon.nativeext.spi.NativeType.WORD;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongUnaryOperator;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.Delegate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the same calls cost on each backend, beside JNR-FFI's own interfaces.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("restricted") // looks a function up for JNR-FFI and the backend alike
public class BackendBenchmark {

  private static final String DECLARATIONS =
      """
      #pragma tenon library("libm.so.6", "libSystem.dylib")
      long labs(long number);
      double fdim(double a, double b);
      size_t strlen(const char *text);
      """;

  private static final Path CALLS =
      Path.of(System.getProperty("tenon.modules", "tests/benchmarks/target/modules"), "calls.so")
          .toAbsolutePath();

  /// Takes native memory.
  public interface SegmentLength {
    /// The length of a text.
    long of(MemorySegment text);
  }

  /// Takes a text.
  public interface TextLength {
    /// The length of a text.
    long of(String text);
  }

  /// What all take.
  @State(Scope.Thread)
  public static class Arguments {
    long number = -1234;
    double first = 7.5;
    double second = 2.25;
    String text = "hello world";
    MemorySegment segment = Arena.global().allocateFrom("hello world");
  }

  /// A module, a C library and a callback on one backend.
  @State(Scope.Thread)
  public static class OnBackend {
    @Param({"ffm", "jnr"})
    public String backend;

    Interpreter interpreter;
    LongUnaryOperator number;
    DoubleBinaryOperator doubles;
    SegmentLength pointer;
    TextLength text;
    ModuleObject calls;
    HostFunction callsUp;
    long callback;

    /// Binds the functions.
    @Setup
    public void bind() throws IOException, ReflectiveOperationException {
      Path folder = Files.createTempDirectory("benchmark");
      Files.writeString(folder.resolve("libs.cdef.h"), DECLARATIONS);
      interpreter =
          Interpreter.builder().nativeBackend(backend).path(folder).path(CALLS.getParent()).build();
      ModuleObject libs = interpreter.importModule("libs");
      number = libs.bind("labs", LongUnaryOperator.class);
      doubles = libs.bind("fdim", DoubleBinaryOperator.class);
      pointer = libs.bind("strlen", SegmentLength.class);
      text = libs.bind("strlen", TextLength.class);
      calls = interpreter.importModule("calls");
      bindCallback();
    }

    private void bindCallback() throws ReflectiveOperationException {
      NativeBackend chosen =
          ServiceLoader.load(NativeBackend.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(each -> each.name().equals(backend))
              .findFirst()
              .orElseThrow();
      MethodHandle target =
          MethodHandles.lookup()
              .findStatic(
                  BackendBenchmark.class, "same", MethodType.methodType(long.class, long.class));
      callsUp =
          chosen.function(
              SymbolLookup.libraryLookup(CALLS, Arena.global())
                  .find("calls_up")
                  .orElseThrow()
                  .address());
      callback = chosen.callback(target, NativeCall.of(List.of(WORD), WORD)).address();
    }

    /// Closes the interpreter.
    @TearDown
    public void close() {
      interpreter.close();
    }
  }

  static long same(long number) {
    return number;
  }

  /// The functions as JNR-FFI binds them.
  public interface WithJnr {
    /// The absolute value.
    long labs(long number);

    /// The positive difference.
    double fdim(double a, double b);

    /// The length of a text.
    long strlen(String text);

    /// The length of a text in native memory.
    long strlen(jnr.ffi.Pointer text);
  }

  /// What JNR-FFI calls back.
  public interface JnrCallback {
    /// Is called by C.
    @Delegate
    long call(long number);
  }

  /// The library that calls back, as JNR-FFI binds it.
  public interface CallsWithJnr {
    /// Calls back.
    long calls_up(JnrCallback up, long number);
  }

  /// JNR-FFI's own interfaces.
  @State(Scope.Thread)
  public static class OwnInterface {
    final WithJnr library = LibraryLoader.create(WithJnr.class).load("m");
    final CallsWithJnr calls = LibraryLoader.create(CallsWithJnr.class).load(CALLS.toString());
    final JnrCallback callback = number -> number;
    jnr.ffi.Pointer pointer;

    /// Wraps the memory.
    @Setup
    public void wrap(Arguments given) {
      pointer = jnr.ffi.Pointer.wrap(jnr.ffi.Runtime.getRuntime(library), given.segment.address());
    }
  }

  /// A whole number, through a bound function.
  @Benchmark
  public long number(OnBackend on, Arguments given) {
    return on.number.applyAsLong(given.number);
  }

  /// A whole number, through JNR-FFI's own interface.
  @Benchmark
  public long numberJnrFfi(OwnInterface own, Arguments given) {
    return own.library.labs(given.number);
  }

  /// Two doubles, through a bound function.
  @Benchmark
  public double doubles(OnBackend on, Arguments given) {
    return on.doubles.applyAsDouble(given.first, given.second);
  }

  /// Two doubles, through JNR-FFI's own interface.
  @Benchmark
  public double doublesJnrFfi(OwnInterface own, Arguments given) {
    return own.library.fdim(given.first, given.second);
  }

  /// A pointer, through a bound function.
  @Benchmark
  public long pointer(OnBackend on, Arguments given) {
    return on.pointer.of(given.segment);
  }

  /// A pointer, through JNR-FFI's own interface.
  @Benchmark
  public long pointerJnrFfi(OwnInterface own) {
    return own.library.strlen(own.pointer);
  }

  /// A short text, through a bound function.
  @Benchmark
  public long text(OnBackend on, Arguments given) {
    return on.text.of(given.text);
  }

  /// A short text, through JNR-FFI's own interface.
  @Benchmark
  public long textJnrFfi(OwnInterface own, Arguments given) {
    return own.library.strlen(given.text);
  }

  /// A function of two floats in an extension, by name.
  @Benchmark
  public Object extension(OnBackend on, Arguments given) {
    return on.calls.call("sum", given.first, given.second);
  }

  /// One question of an extension to its host: an upcall.
  @Benchmark
  public Object question(OnBackend on) {
    return on.calls.call("ask", 1L);
  }

  /// A call that calls back once.
  @Benchmark
  public long callback(OnBackend on, Arguments given) {
    return on.callsUp.call(on.callback, given.number, 0, 0);
  }

  /// A call that calls back once, through JNR-FFI's own interface.
  @Benchmark
  public long callbackJnrFfi(OwnInterface own, Arguments given) {
    return own.calls.calls_up(own.callback, given.number);
  }
}
