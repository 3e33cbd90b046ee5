// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.callback;

import dev.tenon.call.Callables;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.Compatibility;
import dev.tenon.cdef.value.LibraryMemory;
import dev.tenon.cdef.value.MemoryObject;
import dev.tenon.cdef.value.Words;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// How values cross when C calls Java.
final class CallbackValues {

  private CallbackValues() {}

  /// An argument as modules see it.
  static @Nullable Object argument(LibraryMemory memory, CType type, Object word) {
    return switch (type) {
      case CType.Arithmetic number when !number.kind().isInteger() -> ((Number) word).doubleValue();
      case CType.Arithmetic number -> Words.toValue(number.kind(), (long) word, memory.layouts());
      case CType.Enumeration enumeration ->
          Words.toValue(enumeration.kind(), (long) word, memory.layouts());
      case CType.Pointer pointer -> memory.access().pointed(pointer, (long) word);
      case CType.Struct struct -> {
        MemoryObject copy = memory.allocate(struct, 1);
        copy.segment().copyFrom((MemorySegment) word);
        yield copy;
      }
      case CType.Array _, CType.Function _, CType.VoidType _ ->
          throw new IllegalStateException("no parameter is a %s".formatted(Escapes.quoted(type)));
    };
  }

  /// What C gets for a result.
  ///
  /// @param none what it gets for no result
  static Object result(LibraryMemory memory, CType type, @Nullable Object value, Object none) {
    String what = "the result of a callback";
    return switch (type) {
      case CType.VoidType _ -> none;
      case CType.Arithmetic number -> Words.toCarrier(number.kind(), value, what, memory.layouts());
      case CType.Enumeration enumeration ->
          Words.toCarrier(enumeration.kind(), value, what, memory.layouts());
      case CType.Struct struct
          when value instanceof MemoryObject object && object.target().equals(struct) ->
          object.segment();
      case CType.Pointer _ when value == null -> 0L;
      case CType.Pointer pointer
          when value instanceof MemoryObject object
              && Compatibility.fits(object.target(), pointer) ->
          object.address();
      case CType.Pointer pointer
          when pointer.target() instanceof CType.Function function
              && Callables.isCallable(value)
              && !(value instanceof MemoryObject) ->
          memory.functions().lasting(function, Callables.of(value));
      default ->
          throw new TypeError(
              "%s must be %s, not %s"
                  .formatted(what, Escapes.quoted(type), Compatibility.nameOf(value)));
    };
  }
}
