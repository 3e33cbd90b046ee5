// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.text.TypeNames;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// The integers of a C type.
///
/// @param bits its width
/// @param name the type, for messages
public record IntegerRange(int bits, boolean isSigned, String name) {

  public static IntegerRange of(NumberKind kind, DataModel model) {
    return kind == NumberKind.BOOL
        ? new IntegerRange(1, false, kind.text())
        : new IntegerRange(model.sizeOf(kind) * 8, model.isSigned(kind), kind.text());
  }

  static IntegerRange ofBits(int bits, boolean signed, String name) {
    return new IntegerRange(bits, signed, "%s:%d".formatted(name, bits));
  }

  /// An integer out of its 64 bits.
  static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
  }

  /// A value of the type as modules see it.
  public Object value(long word) {
    return isSigned ? (Object) word : unsigned(word);
  }

  public long least() {
    return isSigned ? -1L << (bits - 1) : 0;
  }

  /// The greatest value; for unsigned types of 64 bits, what their bits say as a signed number.
  public long most() {
    return isSigned ? ~least() : -1L >>> (Long.SIZE - bits);
  }

  /// Whether a Java `long` can hold something that the type cannot.
  public boolean isNarrow() {
    return bits < Long.SIZE;
  }

  /// The least Java type that holds all values of the range; `long` for all 64 bits.
  public Class<?> natural() {
    int size = isSigned ? bits : bits + 1;
    if (size <= Byte.SIZE) {
      return byte.class;
    }
    if (size <= Short.SIZE) {
      return short.class;
    }
    return size <= Integer.SIZE ? int.class : long.class;
  }

  /// A value as a word.
  ///
  /// @param what the place of the value, for messages
  /// @throws TypeError if it is no integer
  /// @throws OverflowError if it is out of range
  public long word(@Nullable Object value, String what) {
    return switch (value) {
      case Long number -> checked(number, what);
      case Integer number -> checked(number, what);
      case Short number -> checked(number, what);
      case Byte number -> checked(number, what);
      case Boolean flag -> flag ? 1 : 0;
      case Character each when bits >= 16 -> each;
      case BigInteger number -> checked(number, what);
      case null, default ->
          throw new TypeError(
              "%s must be %s, not %s".formatted(what, Escapes.quoted(name), TypeNames.of(value)));
    };
  }

  private long checked(BigInteger number, String what) {
    boolean fits =
        isSigned ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
    if (!fits) {
      throw outOfRange(number, what);
    }
    return number.longValue();
  }

  private long checked(long number, String what) {
    return bits == Long.SIZE && !isSigned && number < 0
        ? raise(number, what)
        : checkedBits(number, what);
  }

  /// A Java `long` as a word; one for an unsigned type of 64 bits is taken as its bits.
  public long checkedBits(long number, String what) {
    return isNarrow() && (number < least() || number > most()) ? raise(number, what) : number;
  }

  private long raise(long number, String what) {
    throw outOfRange(number, what);
  }

  private OverflowError outOfRange(Object number, String what) {
    return new OverflowError(
        "%s must be %s (%s to %s), not %s"
            .formatted(what, Escapes.quoted(name), least(), value(most()), number));
  }
}
