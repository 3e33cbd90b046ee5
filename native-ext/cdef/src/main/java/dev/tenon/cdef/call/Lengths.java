// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.CObject;
import dev.tenon.cdef.declaration.Directives;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.value.Compatibility;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.memory.Utf8;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Which parameters of a function hold how many elements other parameters, or the result, point to.
/// Callers leave them out.
///
/// @param counted the parameters that point to elements, by the number of the one that counts them
/// @param result what is known about the result; empty if nothing counts it
record Lengths(Map<Integer, List<Integer>> counted, Optional<OfResult> result) {

  static final Lengths NONE = new Lengths(Map.of(), Optional.empty());

  /// A result whose length the function stores.
  ///
  /// @param index of the parameter that points to the place
  /// @param isText whether it is a text
  record OfResult(int index, boolean isText) {}

  /// Reads what the directives say about a function.
  static Lengths of(CFunction declared, Directives directives) {
    Map<Integer, List<Integer>> counted = new TreeMap<>();
    List<CParameter> parameters = directives.counted(declared, -1);
    for (int index = 0; index < parameters.size(); index++) {
      int counter = parameters.get(index).counter();
      if (counter >= 0) {
        counted.computeIfAbsent(counter, _ -> new java.util.ArrayList<>()).add(index);
      }
    }
    Optional<OfResult> result =
        directives
            .counter("bytes", declared)
            .map(index -> new OfResult(index, false))
            .or(() -> directives.counter("text", declared).map(index -> new OfResult(index, true)))
            .filter(each -> each.index() >= 0);
    return new Lengths(counted, result);
  }

  boolean isEmpty() {
    return counted.isEmpty() && result.isEmpty();
  }

  /// Whether a parameter is filled in for the caller.
  boolean fills(int index) {
    return counted.containsKey(index) || receives(index);
  }

  /// Whether a parameter receives the length of the result.
  boolean receives(int index) {
    return result.isPresent() && result.get().index() == index;
  }

  /// An argument as it is passed: a text that is counted may hold U+0000.
  @Nullable Object given(int index, CFunctionPlan plan, @Nullable Object value) {
    boolean isCounted = counted.values().stream().anyMatch(each -> each.contains(index));
    return isCounted && value instanceof String text && type(index, plan).readOnly()
        ? Utf8.encode(text)
        : value;
  }

  private static CType.Pointer type(int index, CFunctionPlan plan) {
    return (CType.Pointer) plan.declared().type().parameters().get(index).type();
  }

  /// The length that a parameter holds.
  ///
  /// @param arguments gives the argument for a parameter
  /// @throws ValueError if it counts two arguments of different lengths
  long length(int index, CFunctionPlan plan, IntFunction<@Nullable Object> arguments) {
    long length = -1;
    for (int each : counted.getOrDefault(index, List.of())) {
      Object value = arguments.apply(each);
      long own = value == null ? 0 : elements(value, type(each, plan), plan.name(), each);
      if (length >= 0 && length != own) {
        throw new ValueError(
            "%s() takes arguments of one length, but was given %d and %d elements"
                .formatted(plan.name(), length, own));
      }
      length = own;
    }
    return length;
  }

  private static long elements(Object value, CType.Pointer type, String function, int index) {
    long size = sizeOf(type);
    long bytes =
        switch (value) {
          case String text -> Utf8.encode(text).length;
          case MemorySegment segment -> segment.byteSize();
          case ByteBuffer buffer -> buffer.remaining();
          case Buffer buffer -> MemorySegment.ofBuffer(buffer).byteSize();
          case List<?> list -> list.size() * size;
          case Object[] all -> all.length * size;
          case CObject object -> object.length() * size;
          default -> value.getClass().isArray() ? bytes(value) : -1;
        };
    if (bytes < 0) {
      throw new TypeError(
          "%s() argument %d must be %s with a length, not %s"
              .formatted(function, index + 1, Escapes.quoted(type), Compatibility.nameOf(value)));
    }
    return bytes / size;
  }

  private static long bytes(Object array) {
    long size =
        switch (array) {
          case byte[] _ -> Byte.BYTES;
          case short[] _, char[] _ -> Short.BYTES;
          case int[] _, float[] _ -> Integer.BYTES;
          default -> Long.BYTES;
        };
    return Array.getLength(array) * size;
  }

  private static long sizeOf(CType.Pointer type) {
    return switch (type.target()) {
      case CType.Arithmetic number -> DataModel.current().sizeOf(number.kind());
      case CType.Enumeration enumeration -> DataModel.current().sizeOf(enumeration.kind());
      case CType.Pointer _ -> Long.BYTES;
      default -> 1;
    };
  }
}
