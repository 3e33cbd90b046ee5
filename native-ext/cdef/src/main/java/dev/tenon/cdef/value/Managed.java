// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Native memory that the garbage collector frees, together with what pointers in it refer to.
final class Managed {

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment segment;

  /// Zeroed memory.
  Managed(long size, long alignment) {
    segment = arena.allocate(Math.max(1, size), alignment);
  }

  MemorySegment segment() {
    return segment;
  }

  /// Further memory that lives as long.
  MemorySegment allocate(long size) {
    return arena.allocate(size, 16);
  }

  /// Lets another object live at least as long as this memory.
  @SuppressWarnings("restricted") // nothing is accessed through the segment
  void keep(Object other) {
    // The arena's clean-up action refers to the object, so it lives until the arena is cleaned.
    MemorySegment _ = MemorySegment.NULL.reinterpret(arena, _ -> Objects.requireNonNull(other));
  }
}
