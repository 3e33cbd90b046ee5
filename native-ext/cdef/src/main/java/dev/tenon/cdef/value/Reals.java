// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.error.kind.TypeError;
import dev.tenon.text.TypeNames;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Takes values as floating-point numbers.
public final class Reals {

  private Reals() {}

  /// The number of a value.
  ///
  /// @param what the place of the value, for messages
  /// @throws TypeError if it is no number
  public static double of(@Nullable Object value, String what) {
    return switch (value) {
      case Double number -> number;
      case Float number -> number;
      case Long number -> number;
      case Integer number -> number;
      case Short number -> number;
      case Byte number -> number;
      case BigInteger number -> number.doubleValue();
      case null, default ->
          throw new TypeError("%s must be a number, not %s".formatted(what, TypeNames.of(value)));
    };
  }
}
