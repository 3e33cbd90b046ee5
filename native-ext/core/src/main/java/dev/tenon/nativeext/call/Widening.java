// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Converts between the carriers of a signature and the words in which whole numbers travel.
@SuppressWarnings("UnusedMethod") // the filters are called through method handles
final class Widening {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Widening() {}

  /// Makes a handle take the carriers of a signature. Smaller whole numbers are extended by the
  /// sign of their carrier, which for unsigned types is wide enough to be positive.
  static MethodHandle widenArguments(MethodHandle raw, MethodType carriers) {
    return MethodHandles.explicitCastArguments(raw, carriers);
  }

  /// Makes a handle return the carrier of a result type, without the undefined upper bits of the
  /// word.
  static MethodHandle narrowResult(MethodHandle raw, ValueType result) {
    return switch (result) {
      case U8 -> filter(raw, "toU8", int.class);
      case U16 -> filter(raw, "toU16", int.class);
      case U32 -> filter(raw, "toU32", long.class);
      case BOOL -> filter(raw, "toBool", boolean.class);
      case I8, I16, I32 ->
          MethodHandles.explicitCastArguments(raw, raw.type().changeReturnType(result.carrier()));
      default -> raw;
    };
  }

  private static MethodHandle filter(MethodHandle raw, String name, Class<?> carrier) {
    try {
      return MethodHandles.filterReturnValue(
          raw, LOOKUP.findStatic(Widening.class, name, MethodType.methodType(carrier, long.class)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private static int toU8(long word) {
    return (int) word & 0xFF;
  }

  private static int toU16(long word) {
    return (int) word & 0xFFFF;
  }

  private static long toU32(long word) {
    return word & 0xFFFF_FFFFL;
  }

  private static boolean toBool(long word) {
    return (word & 0xFF) != 0;
  }
}
