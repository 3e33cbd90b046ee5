// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.instance.CallFrame;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.value.IntegerRange;
import dev.tenon.cdef.value.Reals;
import dev.tenon.cdef.value.Words;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// Passes numbers and truth values.
///
/// @param place of the argument, for messages
@SuppressWarnings("UnusedMethod") // the conversions are called through method handles
record NumberPassing(String place, NumberKind kind, DataModel model) implements Passing {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle CHECKED =
      Handles.findStatic(
          LOOKUP, "checked", long.class, IntegerRange.class, String.class, long.class);
  private static final MethodHandle WORD =
      Handles.findStatic(
          LOOKUP, "word", long.class, IntegerRange.class, String.class, Object.class);
  private static final MethodHandle TRUTH =
      Handles.findStatic(LOOKUP, "truth", long.class, boolean.class);
  private static final MethodHandle REAL =
      Handles.findStatic(LOOKUP, "real", double.class, String.class, Object.class);

  private IntegerRange range() {
    return IntegerRange.of(kind, model);
  }

  @Override
  public Class<?> natural() {
    return switch (kind) {
      case BOOL -> boolean.class;
      case FLOAT -> float.class;
      case DOUBLE -> double.class;
      default -> range().natural();
    };
  }

  @Override
  public NativeValue carried(Class<?> given) {
    return switch (kind) {
      case FLOAT -> NativeType.FLOAT;
      case DOUBLE -> NativeType.DOUBLE;
      default -> NativeType.WORD;
    };
  }

  @Override
  public MethodHandle filter(CInstance instance, Class<?> given) {
    if (!kind.isInteger()) {
      return realFilter(given);
    }
    if (given == boolean.class) {
      return TRUTH;
    }
    if (given.isPrimitive()) {
      return integerFilter(given);
    }
    return MethodHandles.insertArguments(WORD, 0, range(), place)
        .asType(MethodType.methodType(long.class, given));
  }

  private MethodHandle integerFilter(Class<?> given) {
    if (given == float.class || given == double.class || given == void.class) {
      throw Handles.mismatch(place, kind.text(), given);
    }
    MethodHandle filter =
        holdsAllOf(given)
            ? MethodHandles.identity(long.class)
            : MethodHandles.insertArguments(CHECKED, 0, checkedRange(), place);
    return filter.asType(MethodType.methodType(long.class, given));
  }

  /// Whether the type holds all values of a Java type. A `long` stands for all 64 bits.
  private boolean holdsAllOf(Class<?> given) {
    IntegerRange range = range();
    if (given == long.class) {
      return !range.isNarrow();
    }
    int bits = given == int.class ? Integer.SIZE : given == byte.class ? Byte.SIZE : Short.SIZE;
    return given == char.class
        ? range.bits() > bits || (!range.isSigned() && range.bits() == bits)
        : range.isSigned() && range.bits() >= bits;
  }

  private IntegerRange checkedRange() {
    IntegerRange range = range();
    return range.isNarrow() ? range : new IntegerRange(Long.SIZE - 1, false, range.name());
  }

  private MethodHandle realFilter(Class<?> given) {
    Class<?> carrier = kind == NumberKind.FLOAT ? float.class : double.class;
    MethodHandle filter =
        given.isPrimitive()
            ? MethodHandles.identity(carrier)
            : MethodHandles.explicitCastArguments(
                MethodHandles.insertArguments(REAL, 0, place),
                MethodType.methodType(carrier, Object.class));
    if (given == boolean.class || given == void.class) {
      throw Handles.mismatch(place, kind.text(), given);
    }
    return given == double.class && carrier == float.class
        ? MethodHandles.explicitCastArguments(filter, MethodType.methodType(carrier, given))
        : filter.asType(MethodType.methodType(carrier, given));
  }

  @Override
  public Object lower(CInstance instance, CallFrame frame, @Nullable Object value) {
    return Words.toCarrier(kind, value, place, instance.layouts());
  }

  private static long checked(IntegerRange range, String place, long value) {
    return range.checkedBits(value, place);
  }

  private static long word(IntegerRange range, String place, @Nullable Object value) {
    return range.word(value, place);
  }

  private static long truth(boolean value) {
    return value ? 1 : 0;
  }

  private static double real(String place, @Nullable Object value) {
    return Reals.of(value, place);
  }
}
