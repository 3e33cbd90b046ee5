// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import org.jspecify.annotations.Nullable;

/// Numbers as they travel in calls.
public final class Words {

  private Words() {}

  /// An integer that came as a word, of which only the bits of the type count.
  public static Object toValue(NumberKind kind, long word, Layouts layouts) {
    if (kind == NumberKind.BOOL) {
      return (word & 0xFF) != 0;
    }
    IntegerRange range = IntegerRange.of(kind, layouts.model());
    return range.value(narrowed(word, range));
  }

  /// The bits of the type, extended to a word.
  public static long narrowed(long word, IntegerRange range) {
    int rest = Long.SIZE - range.bits();
    return range.isSigned() ? word << rest >> rest : word << rest >>> rest;
  }

  /// A value as it travels: `Long`, `Float` or `Double`.
  ///
  /// @param what the place of the value, for messages
  public static Object toCarrier(
      NumberKind kind, @Nullable Object value, String what, Layouts layouts) {
    return switch (kind) {
      case FLOAT -> (float) Reals.of(value, what);
      case DOUBLE -> Reals.of(value, what);
      default -> IntegerRange.of(kind, layouts.model()).word(value, what);
    };
  }
}
