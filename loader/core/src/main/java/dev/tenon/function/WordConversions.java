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
    if (value instanceof Long number && Conversions.fits(type, number)) {
      return number;
    }
    if (value instanceof Integer number && Conversions.fits(type, number)) {
      return number;
    }
    return Conversions.toWord(type, value, function, position);
  }

  /// The value of a result.
  static @Nullable Object fromWord(ValueType type, long word) {
    return switch (type) {
      case VOID -> null;
      case BOOL -> (word & 0xFF) != 0;
      case U64, SIZE -> Conversions.boxUnsigned(word);
      default -> {
        if (type.bits() == 0) {
          throw new IllegalArgumentException(type.label() + " does not travel as a word");
        }
        yield Conversions.fromLowBits(type, word);
      }
    };
  }
}
