// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import com.kenai.jffi.LastError;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// Gives the handle of a call of words the carriers that the call declares.
final class Carriers {

  private static final MethodHandle ADDRESS = find("address", long.class, MemorySegment.class);
  private static final MethodHandle HOLD =
      find("hold", long.class, Throwable.class, long.class, MemorySegment.class);
  private static final MethodHandle KEEP_ERRNO =
      find("keepErrno", long.class, Throwable.class, long.class, MemorySegment.class);

  private Carriers() {}

  private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.lookup()
          .findStatic(Carriers.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// A handle with the carriers of a call.
  ///
  /// @param words takes a word for each parameter and returns one
  static MethodHandle ofCall(MethodHandle words, NativeCall call) {
    MethodHandle handle = words;
    for (int index = 0; index < call.parameters().size(); index++) {
      NativeValue type = call.parameters().get(index);
      handle =
          type == NativeType.POINTER
              ? withPointer(handle, index)
              : MethodHandles.filterArguments(handle, index, Bits.toWord(type));
    }
    if (call.keepsErrno()) {
      handle =
          MethodHandles.tryFinally(
              MethodHandles.dropArguments(handle, 0, MemorySegment.class), KEEP_ERRNO);
    }
    return call.result() == NativeType.VOID
        ? MethodHandles.dropReturn(handle)
        : MethodHandles.filterReturnValue(handle, Bits.fromWord(call.result()));
  }

  /// A handle that keeps the memory from being collected during the call.
  private static MethodHandle withPointer(MethodHandle handle, int index) {
    MethodHandle filtered = MethodHandles.filterArguments(handle, index, ADDRESS);
    return MethodHandles.tryFinally(
        filtered,
        MethodHandles.dropArguments(HOLD, 2, filtered.type().parameterList().subList(0, index)));
  }

  @SuppressWarnings("UnusedMethod") // called through ADDRESS
  private static long address(MemorySegment memory) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException(
          "cannot pass %s to C: it lies in the heap of Java; copy it to native memory"
              .formatted(memory));
    }
    if (!memory.scope().isAlive()) {
      throw new IllegalStateException("cannot pass memory to C: it was freed already");
    }
    return memory.address();
  }

  /// A clean-up: it runs behind the call, whatever came of that.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable", "ReachabilityFenceUsage"})
  private static long hold(@Nullable Throwable thrown, long result, MemorySegment memory) {
    Reference.reachabilityFence(memory);
    return result;
  }

  /// A clean-up: `jffi` has kept the number on this thread, whatever the JVM has done since.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
  private static long keepErrno(@Nullable Throwable thrown, long result, MemorySegment kept) {
    kept.set(ValueLayout.JAVA_INT, 0, LastError.getInstance().get());
    return result;
  }
}
