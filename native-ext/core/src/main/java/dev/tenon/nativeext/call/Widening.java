// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.call.Conversions;
import dev.tenon.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Converts between the carriers of a signature and the words in which whole numbers travel.
@SuppressWarnings("UnusedMethod") // the filter is called through a method handle
final class Widening {

  private static final MethodHandle TO_BOOL = toBool();

  private Widening() {}

  /// Makes a handle take the carriers of a signature. Smaller whole numbers are extended by the
  /// sign of their carrier, which for unsigned types is wide enough to be positive.
  static MethodHandle widenArguments(MethodHandle raw, MethodType carriers) {
    return MethodHandles.explicitCastArguments(raw, carriers);
  }

  /// Makes a handle return the carrier of a result type, without the undefined upper bits of the
  /// word.
  static MethodHandle narrowResult(MethodHandle raw, ValueType result) {
    if (result == ValueType.BOOL) {
      return MethodHandles.filterReturnValue(raw, TO_BOOL);
    }
    return result.bits() == 0 || result.bits() == Long.SIZE
        ? raw
        : MethodHandles.explicitCastArguments(
            MethodHandles.filterReturnValue(raw, Conversions.fromLowBits(result)),
            raw.type().changeReturnType(result.carrier()));
  }

  private static MethodHandle toBool() {
    try {
      return MethodHandles.lookup()
          .findStatic(Widening.class, "toBool", MethodType.methodType(boolean.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private static boolean toBool(long word) {
    return (word & 0xFF) != 0;
  }
}
