// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.CObject;
import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.value.CMemory;
import dev.tenon.cdef.value.Compatibility;
import dev.tenon.cdef.value.IntegerRange;
import dev.tenon.cdef.value.Words;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Turns what a C function returned into what its caller takes.
///
/// @param function the name of the function, for messages
/// @param nullable whether NULL is an answer
/// @param asText whether a pointer to characters is read as a text
@SuppressWarnings("UnusedMethod") // the conversions are called through method handles
record ResultReader(String function, CType type, boolean nullable, boolean asText) {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle NARROW =
      Handles.findStatic(LOOKUP, "narrow", long.class, IntegerRange.class, long.class);
  private static final MethodHandle BOX =
      Handles.findStatic(LOOKUP, "box", Object.class, IntegerRange.class, long.class);
  private static final MethodHandle TRUTH =
      Handles.findStatic(LOOKUP, "truth", boolean.class, long.class);
  private static final MethodHandle REAL =
      Handles.findStatic(LOOKUP, "real", Object.class, double.class);
  private static final MethodHandle ADDRESS =
      Handles.findVirtual(LOOKUP, "address", long.class, long.class);
  private static final MethodHandle SEGMENT =
      Handles.findVirtual(LOOKUP, "segment", MemorySegment.class, long.class);
  private static final MethodHandle TEXT =
      Handles.findVirtual(LOOKUP, "text", String.class, long.class);
  private static final MethodHandle OBJECT =
      Handles.findVirtual(LOOKUP, "object", Object.class, CInstance.class, long.class);

  /// The Java type that comes nearest to the result's.
  Class<?> natural() {
    return asText && type instanceof CType.Pointer ? String.class : natural(type);
  }

  /// The Java type that comes nearest to a type.
  static Class<?> natural(CType type) {
    return switch (type) {
      case CType.VoidType _ -> void.class;
      case CType.Arithmetic number -> natural(number.kind());
      case CType.Enumeration enumeration -> natural(enumeration.kind());
      case CType.Pointer _ -> Object.class;
      default -> CObject.class;
    };
  }

  private static Class<?> natural(NumberKind kind) {
    return switch (kind) {
      case BOOL -> boolean.class;
      case FLOAT -> float.class;
      case DOUBLE -> double.class;
      default -> IntegerRange.of(kind, DataModel.current()).natural();
    };
  }

  /// A handle `(carrier)wanted`.
  ///
  /// @throws java.lang.invoke.WrongMethodTypeException if the result cannot be taken so
  MethodHandle filter(CInstance instance, Class<?> wanted) {
    return switch (type) {
      case CType.Arithmetic number -> number(number.kind(), instance, wanted);
      case CType.Enumeration enumeration -> number(enumeration.kind(), instance, wanted);
      case CType.Pointer _ -> pointer(instance, wanted);
      default ->
          throw new IllegalStateException(
              "%s is read by the frame".formatted(Escapes.quoted(type)));
    };
  }

  /// Whether a reference can hold the number as modules see it.
  private static boolean holds(Class<?> wanted, NumberKind kind) {
    return kind == NumberKind.BOOL
        ? wanted.isAssignableFrom(Boolean.class)
        : kind.isInteger()
            ? wanted.isAssignableFrom(Long.class) || wanted.isAssignableFrom(BigInteger.class)
            : wanted.isAssignableFrom(Double.class);
  }

  private MethodHandle number(NumberKind kind, CInstance instance, Class<?> wanted) {
    if (!wanted.isPrimitive() && !holds(wanted, kind)) {
      throw Handles.mismatch("the result", type, wanted);
    }
    if (!kind.isInteger()) {
      Class<?> carrier = kind == NumberKind.FLOAT ? float.class : double.class;
      MethodHandle filter =
          wanted.isPrimitive()
              ? MethodHandles.identity(carrier)
              : REAL.asType(MethodType.methodType(Object.class, carrier));
      return filter.asType(MethodType.methodType(wanted, carrier));
    }
    if (kind == NumberKind.BOOL) {
      return TRUTH.asType(MethodType.methodType(wanted, long.class));
    }
    IntegerRange range = IntegerRange.of(kind, instance.layouts().model());
    if (!wanted.isPrimitive()) {
      return MethodHandles.insertArguments(BOX, 0, range)
          .asType(MethodType.methodType(wanted, long.class));
    }
    if (wanted == boolean.class || wanted == char.class) {
      throw Handles.mismatch("the result", type, wanted);
    }
    MethodHandle narrowed =
        range.isNarrow()
            ? MethodHandles.insertArguments(NARROW, 0, range)
            : MethodHandles.identity(long.class);
    // Widening what the type really is must be possible; narrowing it is refused by asType.
    MethodHandle exact =
        MethodHandles.explicitCastArguments(
            narrowed, MethodType.methodType(range.natural(), long.class));
    return exact.asType(MethodType.methodType(wanted, long.class));
  }

  private MethodHandle pointer(CInstance instance, Class<?> wanted) {
    if (wanted == long.class) {
      return nullable ? MethodHandles.identity(long.class) : ADDRESS.bindTo(this);
    }
    if (wanted.isPrimitive()) {
      throw Handles.mismatch("the result", type, wanted);
    }
    if (wanted == MemorySegment.class) {
      return SEGMENT.bindTo(this);
    }
    if (wanted == String.class) {
      if (!Compatibility.takesBytes((CType.Pointer) type)) {
        throw Handles.mismatch("the result", type, wanted);
      }
      return TEXT.bindTo(this);
    }
    return MethodHandles.insertArguments(OBJECT, 0, this, instance)
        .asType(MethodType.methodType(wanted, long.class));
  }

  /// Any result as modules see it.
  @Nullable Object read(CInstance instance, Object carrier) {
    return switch (type) {
      case CType.VoidType _ -> null;
      case CType.Arithmetic number when !number.kind().isInteger() ->
          ((Number) carrier).doubleValue();
      case CType.Arithmetic number ->
          Words.toValue(number.kind(), (long) carrier, instance.layouts());
      case CType.Enumeration enumeration ->
          Words.toValue(enumeration.kind(), (long) carrier, instance.layouts());
      case CType.Pointer _ -> object(instance, (long) carrier);
      default -> carrier;
    };
  }

  private static long narrow(IntegerRange range, long word) {
    return Words.narrowed(word, range);
  }

  private static Object box(IntegerRange range, long word) {
    return range.value(Words.narrowed(word, range));
  }

  private static boolean truth(long word) {
    return (word & 0xFF) != 0;
  }

  private static Object real(double value) {
    return value;
  }

  private long address(long address) {
    if (address == 0 && !nullable) {
      throw new ValueError(
          "%s() returned NULL, expected a %s; if NULL is an answer, declare"
                  .formatted(function, Escapes.quoted(type))
              + " #pragma tenon nullable(%s)".formatted(function));
    }
    return address;
  }

  private MemorySegment segment(long address) {
    return MemorySegment.ofAddress(address(address));
  }

  private @Nullable String text(long address) {
    return address(address) == 0
        ? null
        : CMemory.getText(address, Long.MAX_VALUE, "the result of %s()".formatted(function));
  }

  private @Nullable Object object(CInstance instance, long address) {
    if (asText) {
      return text(address);
    }
    return address(address) == 0
        ? null
        : instance.memory().access().object((CType.Pointer) type, address);
  }
}
