// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.call.Conversions;
import dev.tenon.value.ValueType;
import org.jspecify.annotations.Nullable;

/// Converts between the values that modules exchange and integers of 64 bits, with the checks of
/// [Conversions].
final class WordConversions {

  private WordConversions() {}

  /// The word for the argument at `position` of `function`.
  ///
  /// @throws dev.tenon.error.kind.TypeError if the value is of the wrong kind
  /// @throws dev.tenon.error.kind.OverflowError if it is out of range
  static long toWord(ValueType type, @Nullable Object value, String function, int position) {
    if (value instanceof Long number && fits(type, number)) {
      return number;
    }
    if (value instanceof Integer number && fits(type, number)) {
      return number;
    }
    return Conversions.toWord(type, value, function, position);
  }

  private static boolean fits(ValueType type, long number) {
    return switch (type) {
      case I64, PTR -> true;
      case U64, SIZE -> number >= 0;
      case I32 -> number == (int) number;
      case U32 -> number == (number & 0xFFFF_FFFFL);
      case I16 -> number == (short) number;
      case U16 -> number == (number & 0xFFFF);
      case I8 -> number == (byte) number;
      case U8 -> number == (number & 0xFF);
      default -> false; // no integer
    };
  }

  /// The value of a result.
  static @Nullable Object fromWord(ValueType type, long word) {
    return switch (type) {
      case VOID -> null;
      case BOOL -> (word & 0xFF) != 0;
      case I8 -> (long) (byte) word;
      case I16 -> (long) (short) word;
      case I32 -> (long) (int) word;
      case U8 -> word & 0xFF;
      case U16 -> word & 0xFFFF;
      case U32 -> word & 0xFFFF_FFFFL;
      case U64, SIZE -> Conversions.boxUnsigned(word);
      case I64, PTR -> word;
      default -> throw new IllegalArgumentException(type.label() + " does not travel as a word");
    };
  }
}
