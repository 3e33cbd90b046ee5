// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.NumberKind;
import java.math.BigInteger;

/// The value of a constant expression.
public sealed interface Constant {

  /// An integer of a C type, within its range.
  record Whole(BigInteger value, NumberKind kind) implements Constant {
    /// A value brought into the range of a type as C does it.
    static Whole wrapped(BigInteger value, NumberKind kind, DataModel model) {
      int bits = model.sizeOf(kind) * 8;
      BigInteger low = value.mod(BigInteger.ONE.shiftLeft(bits));
      boolean negative = model.isSigned(kind) && low.testBit(bits - 1);
      return new Whole(negative ? low.subtract(BigInteger.ONE.shiftLeft(bits)) : low, kind);
    }

    static Whole of(boolean truth) {
      return new Whole(truth ? BigInteger.ONE : BigInteger.ZERO, NumberKind.INT);
    }
  }

  /// A floating-point number.
  record Real(double value) implements Constant {}

  /// A text.
  record Text(String value) implements Constant {}

  /// Whether it counts as true; a text is never asked.
  default boolean isTrue() {
    return switch (this) {
      case Whole whole -> whole.value().signum() != 0;
      case Real real -> real.value() != 0;
      case Text _ -> true;
    };
  }

  /// The value as modules see it.
  default Object attribute() {
    return switch (this) {
      case Whole whole ->
          whole.value().bitLength() < Long.SIZE
              ? (Object) whole.value().longValue()
              : whole.value();
      case Real real -> real.value();
      case Text text -> text.value();
    };
  }
}
