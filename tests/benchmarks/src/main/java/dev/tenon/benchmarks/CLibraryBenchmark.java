// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import jnr.ffi.LibraryLoader;
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

/// What calls of the C library cost through declarations, beside handles written by hand, JNR-FFI
/// and JNA.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("restricted") // the bare call is what the others are measured against
public class CLibraryBenchmark {

  private static final String DECLARATIONS =
      """
      #pragma tenon library("libc.so.6", "libSystem.dylib")
      long labs(long number);
      size_t strlen(const char *text);
      """;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle LABS =
      link("labs", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle STRLEN =
      link("strlen", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

  /// The functions as JNR-FFI binds them.
  public interface WithJnr {
    /// The absolute value.
    long labs(long number);

    /// The length of a text.
    long strlen(String text);

    /// The length of a text in native memory.
    long strlen(jnr.ffi.Pointer text);
  }

  /// The functions as JNA binds them.
  public interface WithJna extends Library {
    /// The absolute value.
    NativeLong labs(NativeLong number);

    /// The length of a text.
    NativeLong strlen(String text);

    /// The length of a text in native memory.
    NativeLong strlen(com.sun.jna.Pointer text);
  }

  /// Takes native memory.
  public interface SegmentLength {
    /// The length of a text.
    long of(MemorySegment text);
  }

  private final MemorySegment segment = Arena.global().allocateFrom("hello world");
  private Interpreter interpreter;
  private LongUnaryOperator labs;
  private TextLength textLength;
  private SegmentLength segmentLength;
  private ModuleObject module;
  private WithJnr withJnr;
  private jnr.ffi.Pointer jnrPointer;
  private WithJna withJna;
  private com.sun.jna.Pointer jnaPointer;
  private long number = -1234;
  private String text = "hello world";

  private static MethodHandle link(String name, FunctionDescriptor type) {
    MemorySegment symbol = LINKER.defaultLookup().find(name).orElseThrow();
    return LINKER.downcallHandle(MemorySegment.ofAddress(symbol.address()), type);
  }

  /// Takes a text.
  public interface TextLength {
    /// The length of a text.
    long of(String text);
  }

  /// Binds the functions in each way.
  @Setup
  public void bind() throws IOException {
    Path folder = Files.createTempDirectory("benchmark");
    Files.writeString(folder.resolve("libc.cdef.h"), DECLARATIONS);
    interpreter = Interpreter.builder().path(folder).build();
    module = interpreter.importModule("libc");
    labs = module.bind("labs", LongUnaryOperator.class);
    textLength = module.bind("strlen", TextLength.class);
    segmentLength = module.bind("strlen", SegmentLength.class);
    withJnr = LibraryLoader.create(WithJnr.class).load("c");
    jnrPointer = jnr.ffi.Pointer.wrap(jnr.ffi.Runtime.getRuntime(withJnr), segment.address());
    withJna = Native.load("c", WithJna.class);
    jnaPointer = new com.sun.jna.Pointer(segment.address());
  }

  /// Closes the interpreter.
  @TearDown
  public void close() {
    interpreter.close();
  }

  /// A number through a handle written by hand.
  @Benchmark
  public long numberFfm() throws Throwable {
    return (long) LABS.invokeExact(number);
  }

  /// A number through a bound function.
  @Benchmark
  public long numberCdef() {
    return labs.applyAsLong(number);
  }

  /// A number by name.
  @Benchmark
  public Object numberCdefByName() {
    return module.call("labs", number);
  }

  /// A number through JNR-FFI.
  @Benchmark
  public long numberJnr() {
    return withJnr.labs(number);
  }

  /// A number through JNA.
  @Benchmark
  public long numberJna() {
    return withJna.labs(new NativeLong(number)).longValue();
  }

  /// A pointer through a handle written by hand.
  @Benchmark
  public long pointerFfm() throws Throwable {
    return (long) STRLEN.invokeExact(segment);
  }

  /// A pointer through a bound function.
  @Benchmark
  public long pointerCdef() {
    return segmentLength.of(segment);
  }

  /// A pointer through JNR-FFI.
  @Benchmark
  public long pointerJnr() {
    return withJnr.strlen(jnrPointer);
  }

  /// A pointer through JNA.
  @Benchmark
  public long pointerJna() {
    return withJna.strlen(jnaPointer).longValue();
  }

  /// A short text through a handle written by hand.
  @Benchmark
  public long textFfm() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      return (long) STRLEN.invokeExact(arena.allocateFrom(text));
    }
  }

  /// A short text through a bound function.
  @Benchmark
  public long textCdef() {
    return textLength.of(text);
  }

  /// A short text through JNR-FFI.
  @Benchmark
  public long textJnr() {
    return withJnr.strlen(text);
  }

  /// A short text through JNA.
  @Benchmark
  public long textJna() {
    return withJna.strlen(text).longValue();
  }
}
