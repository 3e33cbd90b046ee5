// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.callback;

import dev.tenon.call.Callables;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.CMemory;
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

  /// An argument that another one counts.
  ///
  /// @param type of the one that counts
  /// @param length its value
  static @Nullable Object counted(
      LibraryMemory memory, CParameter parameter, Object word, CType type, Object length) {
    CType target = ((CType.Pointer) parameter.type()).target();
    Object count = argument(memory, type, length);
    if ((long) word == 0 && count instanceof Long number && number == 0) {
      return null;
    }
    return CMemory.counted(
        (long) word,
        count instanceof Number number ? number.longValue() : -1,
        memory.layouts().isComplete(target) ? memory.layouts().sizeOf(target) : 1,
        parameter.isText(),
        "an argument of a callback");
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
      case CType.Pointer _ when value instanceof MemorySegment segment && segment.isNative() ->
          segment.address();
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
