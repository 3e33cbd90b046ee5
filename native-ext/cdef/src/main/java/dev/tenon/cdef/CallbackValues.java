package dev.tenon.cdef;

import dev.tenon.call.Callables;
import dev.tenon.cdef.model.CType;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// How values cross when C calls Java.
final class CallbackValues {

  private CallbackValues() {}

  /// An argument as modules see it.
  static @Nullable Object argument(CInstance instance, CType type, Object word) {
    return switch (type) {
      case CType.Arithmetic number when !number.kind().isInteger() -> ((Number) word).doubleValue();
      case CType.Arithmetic number -> Words.toValue(number.kind(), (long) word, instance.layouts());
      case CType.Enumeration enumeration ->
          Words.toValue(enumeration.kind(), (long) word, instance.layouts());
      case CType.Pointer pointer -> instance.access().pointed(pointer, (long) word);
      case CType.Struct struct -> {
        CObject copy = instance.allocate(struct, 1);
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
  static Object result(CInstance instance, CType type, @Nullable Object value, Object none) {
    String what = "the result of a callback";
    return switch (type) {
      case CType.VoidType _ -> none;
      case CType.Arithmetic number ->
          Words.toCarrier(number.kind(), value, what, instance.layouts());
      case CType.Enumeration enumeration ->
          Words.toCarrier(enumeration.kind(), value, what, instance.layouts());
      case CType.Struct struct
          when value instanceof CObject object && object.target().equals(struct) ->
          object.segment();
      case CType.Pointer _ when value == null -> 0L;
      case CType.Pointer pointer
          when value instanceof CObject object && Compatibility.fits(object.target(), pointer) ->
          object.address();
      case CType.Pointer pointer
          when pointer.target() instanceof CType.Function function
              && Callables.isCallable(value)
              && !(value instanceof CObject) ->
          instance.callbacks().lasting(function, Callables.of(value)).address();
      default ->
          throw new TypeError(
              "%s must be %s, not %s"
                  .formatted(what, Escapes.quoted(type), Compatibility.nameOf(value)));
    };
  }
}
