// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.text.TypeNames;
import dev.tenon.value.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Converts between the values that modules exchange and the carriers of typed functions. A value
/// of the wrong kind is a [TypeError], a number out of range an [OverflowError]; both name the
/// function, the position, what was expected and what was found.
@SuppressWarnings("UnusedMethod") // the converters are called through method handles
public final class Conversions {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final BigInteger U64_LIMIT = BigInteger.ONE.shiftLeft(64);

  private Conversions() {}

  /// Where an argument stands, for messages.
  ///
  /// @param function the name of the function
  /// @param position counted from 1
  /// @param type what the signature asks for
  private record Place(String function, int position, ValueType type) {
    TypeError wrongKind(@Nullable Object value) {
      return new TypeError(
          "%s() argument %s must be %s, not %s"
              .formatted(function, position, type.label(), TypeNames.of(value)));
    }

    TypeError readOnly(Object value) {
      return new TypeError(
          "%s() argument %s must be a writable buffer, not a read-only %s"
              .formatted(function, position, TypeNames.of(value)));
    }

    OverflowError outOfRange(Object integer) {
      return outOfRange(integer, least(type), greatest(type));
    }

    OverflowError outOfRange(Object value, Object least, Object most) {
      return new OverflowError(
          "%s() argument %s must be %s (%s to %s), not %s"
              .formatted(function, position, type.label(), least, most, value));
    }
  }

  /// A filter `(Object)carrier` for the argument at `position` of `function`.
  public static MethodHandle toCarrier(ValueType type, String function, int position) {
    String converter =
        switch (type) {
          case BOOL -> "toBoolean";
          case I8 -> "toByte";
          case I16 -> "toShort";
          case I32, U8, U16 -> "toInt";
          case I64, U32, PTR -> "toLong";
          case U64, SIZE -> "toUnsignedLong";
          case F32 -> "toFloat";
          case F64 -> "toDouble";
          case STR -> "toText";
          case BYTES -> "toBytes";
          case BUFFER, I32_ARRAY, I64_ARRAY, F32_ARRAY, F64_ARRAY -> "toBuffer";
          case SELF, STATE, CONTEXT, VOID ->
              throw new IllegalArgumentException(type.label() + " is never converted");
        };
    MethodHandle handle =
        find(converter, MethodType.methodType(type.carrier(), Object.class, Place.class));
    return MethodHandles.insertArguments(handle, 1, new Place(function, position, type));
  }

  /// A filter `(carrier)carrier` for the argument at `position` of `function` that refuses what the
  /// carrier can hold and the type cannot; null where there is no such thing.
  public static @Nullable MethodHandle carrierCheck(ValueType type, String function, int position) {
    String check =
        switch (type) {
          case U8, U16 -> "checkInt"; // their carriers are wider
          case U32 -> "checkLong";
          case STR -> "toText";
          case BYTES -> "toBytes";
          default -> type.isMemory() ? "toBuffer" : null;
        };
    if (check == null) {
      return null;
    }
    Class<?> taken = type.carrier().isPrimitive() ? type.carrier() : Object.class;
    MethodHandle handle = find(check, MethodType.methodType(type.carrier(), taken, Place.class));
    return MethodHandles.insertArguments(handle, 1, new Place(function, position, type))
        .asType(MethodType.methodType(type.carrier(), type.carrier()));
  }

  /// Whether a number is in the range of an integer type or a pointer.
  public static boolean fits(ValueType type, long number) {
    return type.bits() > 0 && number >= least(type) && number <= greatest(type);
  }

  /// The least number of an integer type or a pointer.
  private static long least(ValueType type) {
    return type.isUnsigned() ? 0 : Long.MIN_VALUE >> (Long.SIZE - type.bits());
  }

  /// The greatest number of an integer type or a pointer that a `long` can hold.
  private static long greatest(ValueType type) {
    int rest = Long.SIZE - type.bits();
    return type.isUnsigned() ? -1L >>> rest & Long.MAX_VALUE : Long.MAX_VALUE >> rest;
  }

  /// A filter `(long)long` that gives the number of an integer type or a pointer that is in the low
  /// bits of a word, whatever the others are.
  public static MethodHandle fromLowBits(ValueType type) {
    String extension = type.isUnsigned() ? "extendByZero" : "extendBySign";
    return MethodHandles.insertArguments(
        find(extension, MethodType.methodType(long.class, long.class, int.class)),
        1,
        Long.SIZE - type.bits());
  }

  /// The number of an integer type or a pointer that is in the low bits of a word.
  public static long fromLowBits(ValueType type, long word) {
    int rest = Long.SIZE - type.bits();
    return type.isUnsigned() ? extendByZero(word, rest) : extendBySign(word, rest);
  }

  private static long extendByZero(long word, int rest) {
    return word << rest >>> rest;
  }

  private static long extendBySign(long word, int rest) {
    return word << rest >> rest;
  }

  /// An integer, a pointer or a truth value as a word, for the argument at `position` of
  /// `function`.
  public static long toWord(ValueType type, @Nullable Object value, String function, int position) {
    Place place = new Place(function, position, type);
    return switch (type) {
      case BOOL -> toBoolean(value, place) ? 1 : 0;
      case U64, SIZE -> toUnsignedLong(value, place);
      default -> {
        if (type.bits() == 0) {
          throw new IllegalArgumentException(type.label() + " does not travel as a word");
        }
        yield inRange(value, place);
      }
    };
  }

  /// A filter `(carrier)Object` for a result.
  public static MethodHandle toValue(ValueType type) {
    return switch (type) {
      case VOID -> MethodHandles.constant(Object.class, null);
      case I8, I16, I32, U8, U16, I64, U32, PTR ->
          MethodHandles.explicitCastArguments(
              find("boxLong", MethodType.methodType(Object.class, long.class)),
              MethodType.methodType(Object.class, type.carrier()));
      case U64, SIZE -> find("boxUnsigned", MethodType.methodType(Object.class, long.class));
      case F32, F64 ->
          find("boxDouble", MethodType.methodType(Object.class, double.class))
              .asType(MethodType.methodType(Object.class, type.carrier()));
      default ->
          MethodHandles.identity(type.carrier())
              .asType(MethodType.methodType(Object.class, type.carrier()));
    };
  }

  private static MethodHandle find(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(Conversions.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private static Object boxLong(long value) {
    return value;
  }

  public static Object boxUnsigned(long value) {
    return value >= 0 ? (Object) value : new BigInteger(Long.toUnsignedString(value));
  }

  private static Object boxDouble(double value) {
    return value;
  }

  private static boolean toBoolean(@Nullable Object value, Place place) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw place.wrongKind(value);
  }

  private static byte toByte(@Nullable Object value, Place place) {
    return (byte) inRange(value, place);
  }

  private static short toShort(@Nullable Object value, Place place) {
    return (short) inRange(value, place);
  }

  private static int toInt(@Nullable Object value, Place place) {
    return (int) inRange(value, place);
  }

  private static long toLong(@Nullable Object value, Place place) {
    if (value instanceof Long number && place.type() == ValueType.I64) {
      return number;
    }
    return inRange(value, place);
  }

  private static int checkInt(int value, Place place) {
    return (int) checkLong(value, place);
  }

  private static long checkLong(long value, Place place) {
    if (!fits(place.type(), value)) {
      throw place.outOfRange(value);
    }
    return value;
  }

  private static long toUnsignedLong(@Nullable Object value, Place place) {
    if (value instanceof BigInteger number) {
      if (number.signum() < 0 || number.compareTo(U64_LIMIT) >= 0) {
        throw place.outOfRange(number, 0, U64_LIMIT.subtract(BigInteger.ONE));
      }
      return number.longValue();
    }
    long number = integer(value, place);
    if (number < 0) {
      throw place.outOfRange(number, 0, U64_LIMIT.subtract(BigInteger.ONE));
    }
    return number;
  }

  private static long inRange(@Nullable Object value, Place place) {
    if (value instanceof BigInteger number && number.bitLength() >= Long.SIZE) {
      throw place.outOfRange(number);
    }
    return checkLong(integer(value, place), place);
  }

  private static long integer(@Nullable Object value, Place place) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number;
      case Short number -> number;
      case Byte number -> number;
      case Boolean flag -> flag ? 1 : 0;
      case BigInteger number -> number.longValueExact();
      case null, default -> throw place.wrongKind(value);
    };
  }

  private static float toFloat(@Nullable Object value, Place place) {
    double number = toDouble(value, place);
    float narrow = (float) number;
    if (Float.isInfinite(narrow) && !Double.isInfinite(number)) {
      throw place.outOfRange(number, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
    return narrow;
  }

  private static double toDouble(@Nullable Object value, Place place) {
    return switch (value) {
      case Double number -> number;
      case Float number -> number;
      case BigInteger number -> toFinite(number, place);
      case null, default -> integer(value, place);
    };
  }

  private static double toFinite(BigInteger value, Place place) {
    double number = value.doubleValue();
    if (Double.isInfinite(number)) {
      throw place.outOfRange(value, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
    return number;
  }

  private static String toText(@Nullable Object value, Place place) {
    if (!(value instanceof String text)) {
      throw place.wrongKind(value);
    }
    if (text.indexOf('\0') >= 0) {
      throw new ValueError(
          "%s() argument %s must be str without U+0000, found one at index %s; pass it as bytes"
              .formatted(place.function(), place.position(), text.indexOf('\0')));
    }
    return text;
  }

  private static byte[] toBytes(@Nullable Object value, Place place) {
    return switch (value) {
      case byte[] bytes -> bytes;
      case ByteBuffer buffer -> MemorySegment.ofBuffer(buffer).toArray(ValueLayout.JAVA_BYTE);
      case MemorySegment segment -> segment.toArray(ValueLayout.JAVA_BYTE);
      case null, default -> throw place.wrongKind(value);
    };
  }

  private static Object toBuffer(@Nullable Object value, Place place) {
    if (value == null || !isMemory(value)) {
      throw place.wrongKind(value);
    }
    boolean readOnly =
        value instanceof Buffer buffer
            ? buffer.isReadOnly()
            : value instanceof MemorySegment segment && segment.isReadOnly();
    if (readOnly) {
      throw place.readOnly(value);
    }
    checkItems(value, place);
    return value;
  }

  private static void checkItems(Object memory, Place place) {
    Class<?> item = place.type().item();
    if (item == null) {
      return;
    }
    if (!MemoryItems.canBe(item, memory)) {
      throw place.wrongKind(memory);
    }
    String lack = MemoryItems.lack(place.type().itemSize(), memory);
    if (lack != null) {
      throw new ValueError(
          "%s() argument %s must be %s: it needs %s"
              .formatted(place.function(), place.position(), place.type().label(), lack));
    }
  }

  private static boolean isMemory(Object value) {
    return value instanceof Buffer
        || value instanceof MemorySegment
        || (value.getClass().isArray()
            && value.getClass().getComponentType().isPrimitive()
            && !(value instanceof boolean[]));
  }
}
