// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/// What memory holds, and whether C can read it as items of a type.
final class MemoryItems {

  private MemoryItems() {}

  /// Whether the items of some memory are of a type, or can be: a segment does not say.
  static boolean canBe(Class<?> item, Object memory) {
    return memory instanceof MemorySegment
        || memory.getClass().getComponentType() == item
        || bufferItem(memory) == item;
  }

  private static @Nullable Class<?> bufferItem(Object memory) {
    return switch (memory) {
      case IntBuffer _ -> int.class;
      case LongBuffer _ -> long.class;
      case FloatBuffer _ -> float.class;
      case DoubleBuffer _ -> double.class;
      default -> null;
    };
  }

  /// What memory lacks to be read as items of a size; null if it lacks nothing. Memory on the heap
  /// is copied to where it is aligned.
  static @Nullable String lack(int itemSize, Object memory) {
    MemorySegment segment =
        switch (memory) {
          case MemorySegment given -> given;
          case Buffer buffer -> MemorySegment.ofBuffer(buffer);
          default -> MemorySegment.NULL; // an array
        };
    if (segment.byteSize() % itemSize != 0) {
      return "whole items of %d bytes, not %d bytes".formatted(itemSize, segment.byteSize());
    }
    return segment.isNative() && segment.address() % itemSize != 0
        ? "memory that is aligned to %d bytes".formatted(itemSize)
        : null;
  }
}
