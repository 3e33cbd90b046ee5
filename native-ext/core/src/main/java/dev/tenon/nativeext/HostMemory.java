package dev.tenon.nativeext;

import dev.tenon.error.BufferError;
import dev.tenon.error.TypeError;
import dev.tenon.module.TypeNames;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/// The memory of the objects of the host that have some: arrays of numbers, `java.nio` buffers from
/// position to limit, and memory segments.
final class HostMemory {

  private HostMemory() {}

  /// The memory of an object.
  ///
  /// @throws TypeError if it has none
  /// @throws BufferError if C would take its numbers for others: their bytes are in foreign order
  static MemorySegment of(@Nullable Object object) {
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
