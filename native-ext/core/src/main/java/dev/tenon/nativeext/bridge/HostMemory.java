// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.text.TypeNames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The memory of the objects of the host that have some: arrays of numbers, `java.nio` buffers from
/// position to limit, and memory segments.
///
/// **The rule:** C gets the address of a segment only while nothing can free it. A function that
/// takes it as an argument is linked by [#link], which keeps its arena open during the call. Where
/// C keeps an address beyond one call of Java, the memory is [lasting][#isLasting] or it is copied.
@SuppressWarnings("UnusedMethod") // some are called through method handles
public final class HostMemory {

  /// The scopes that cannot be closed: the collector or nobody ends them.
  private static final Set<Class<?>> LASTING =
      Set.of(
          Arena.global().scope().getClass(),
          Arena.ofAuto().scope().getClass(),
          MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1)).scope().getClass());

  private static final MethodHandle IS_LASTING =
      find("isLasting", MethodType.methodType(boolean.class, MemorySegment.class));
  private static final MethodHandle REFUSE_CLOSED =
      find("refuse", MethodType.methodType(BufferError.class, IllegalStateException.class));
  private static final MethodHandle REFUSE_FOREIGN =
      find("refuse", MethodType.methodType(BufferError.class, WrongThreadException.class));

  private HostMemory() {}

  private static MethodHandle find(String name, MethodType type) {
    try {
      return MethodHandles.lookup().findStatic(HostMemory.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// Links a C function so that the arenas of its pointer arguments cannot be closed during a call.
  /// Memory that is closed already, or confined to another thread, is refused with a BufferError. A
  /// backend that cannot keep an arena open hands calls with such memory to one that can.
  ///
  /// @param address of the function
  /// @throws UnsupportedOperationException as [NativeBackend#link]
  public static MethodHandle link(NativeBackend backend, long address, NativeCall call) {
    MethodHandle handle = backend.link(address, call);
    if (!call.parameters().contains(NativeType.POINTER)) {
      return handle;
    }
    MethodHandle holding =
        backend.holdsMemory() ? handle : heldElsewhere(backend, handle, address, call);
    return translated(
        translated(holding, IllegalStateException.class, REFUSE_CLOSED),
        WrongThreadException.class,
        REFUSE_FOREIGN);
  }

  private static MethodHandle heldElsewhere(
      NativeBackend backend, MethodHandle handle, long address, NativeCall call) {
    NativeBackend holder = Backends.holding();
    if (call.keepsErrno() && holder.errnoSize() != backend.errnoSize()) {
      return handle; // no known system: the two keep errno in different ways
    }
    MethodHandle held = holder.link(address, call);
    MethodHandle chosen = handle;
    for (int index = 0; index < call.parameters().size(); index++) {
      if (call.parameters().get(index) == NativeType.POINTER) {
        int place = index + (call.keepsErrno() ? 1 : 0);
        MethodHandle test =
            MethodHandles.dropArguments(
                IS_LASTING, 0, handle.type().parameterList().subList(0, place));
        chosen = MethodHandles.guardWithTest(test, chosen, held);
      }
    }
    return chosen;
  }

  private static MethodHandle translated(
      MethodHandle handle, Class<? extends Throwable> type, MethodHandle translation) {
    MethodHandle thrower =
        MethodHandles.filterArguments(
            MethodHandles.throwException(handle.type().returnType(), BufferError.class),
            0,
            translation);
    return MethodHandles.catchException(handle, type, thrower);
  }

  private static BufferError refuse(IllegalStateException closed) {
    return closed("cannot pass a memory segment to C", closed);
  }

  private static BufferError refuse(WrongThreadException foreign) {
    return foreign("cannot pass a memory segment to C", foreign);
  }

  /// The error for memory whose arena is closed.
  ///
  /// @param refusal what cannot be done
  public static BufferError closed(String refusal, @Nullable Throwable cause) {
    return new BufferError(
        refusal + ": its arena is closed; keep the arena open until C has returned", cause);
  }

  /// The error for memory that only another thread may use.
  ///
  /// @param refusal what cannot be done
  public static BufferError foreign(String refusal, @Nullable Throwable cause) {
    return new BufferError(
        refusal
            + ": its arena is confined to another thread; use Arena.ofShared() or Arena.ofAuto()",
        cause);
  }

  /// Whether memory stays as long as somebody refers to it: no arena of it can be closed.
  public static boolean isLasting(MemorySegment segment) {
    return LASTING.contains(segment.scope().getClass());
  }

  /// The memory of an object.
  ///
  /// @throws TypeError if it has none
  /// @throws BufferError if C would take its numbers for others: their bytes are in foreign order
  public static MemorySegment of(@Nullable Object object) {
    return switch (object) {
      case MemorySegment segment -> segment;
      case Buffer buffer -> MemorySegment.ofBuffer(requireNativeOrder(buffer));
      case byte[] array -> MemorySegment.ofArray(array);
      case short[] array -> MemorySegment.ofArray(array);
      case char[] array -> MemorySegment.ofArray(array);
      case int[] array -> MemorySegment.ofArray(array);
      case long[] array -> MemorySegment.ofArray(array);
      case float[] array -> MemorySegment.ofArray(array);
      case double[] array -> MemorySegment.ofArray(array);
      case null, default ->
          throw new TypeError(
              "a bytes-like object is required, not '%s'".formatted(TypeNames.of(object)));
    };
  }

  private static Buffer requireNativeOrder(Buffer buffer) {
    ByteOrder order = orderOf(buffer);
    if (order != ByteOrder.nativeOrder()) {
      throw new BufferError(
          ("the numbers of the '%s' object are in the order %s, expected %s; make it from a"
                  + " ByteBuffer with order(ByteOrder.nativeOrder())")
              .formatted(TypeNames.of(buffer), order, ByteOrder.nativeOrder()));
    }
    return buffer;
  }

  /// The order of the bytes of a number; single bytes have none, whatever their buffer says.
  private static ByteOrder orderOf(Buffer buffer) {
    return switch (buffer) {
      case ShortBuffer shorts -> shorts.order();
      case CharBuffer chars -> chars.order();
      case IntBuffer ints -> ints.order();
      case LongBuffer longs -> longs.order();
      case FloatBuffer floats -> floats.order();
      case DoubleBuffer doubles -> doubles.order();
      default -> ByteOrder.nativeOrder();
    };
  }
}
