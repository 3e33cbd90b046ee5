// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.ffm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Lets the caller say where a struct that a function returns is to lie.
final class StructResult {

  private static final MethodHandle PREFIX = findPrefix();

  private StructResult() {}

  private static MethodHandle findPrefix() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              SegmentAllocator.class,
              "prefixAllocator",
              MethodType.methodType(SegmentAllocator.class, MemorySegment.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the JDK has no prefixAllocator", e);
    }
  }

  /// A handle with an allocator as its first parameter, changed to take the segment for the result
  /// and to return nothing.
  static MethodHandle intoSegment(MethodHandle handle) {
    return MethodHandles.filterArguments(MethodHandles.dropReturn(handle), 0, PREFIX);
  }
}
