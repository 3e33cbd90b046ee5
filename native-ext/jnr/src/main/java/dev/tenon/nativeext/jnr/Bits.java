// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Turns the carriers of values into words and back.
final class Bits {

  private static final MethodHandle OF_DOUBLE =
      find(Double.class, "doubleToRawLongBits", long.class, double.class);
  private static final MethodHandle DOUBLE =
      find(Double.class, "longBitsToDouble", double.class, long.class);
  private static final MethodHandle OF_FLOAT =
      MethodHandles.explicitCastArguments(
          find(Float.class, "floatToRawIntBits", int.class, float.class),
          MethodType.methodType(long.class, float.class));
  private static final MethodHandle FLOAT =
      MethodHandles.explicitCastArguments(
          find(Float.class, "intBitsToFloat", float.class, int.class),
          MethodType.methodType(float.class, long.class));
  private static final MethodHandle POINTER =
      find(MemorySegment.class, "ofAddress", MemorySegment.class, long.class);

  private Bits() {}

  private static MethodHandle find(
      Class<?> owner, String name, Class<?> result, Class<?> parameter) {
    try {
      return MethodHandles.publicLookup()
          .findStatic(owner, name, MethodType.methodType(result, parameter));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the JDK has no " + name, e);
    }
  }

  /// From the carrier of a type to a word; for numbers.
  static MethodHandle toWord(NativeValue type) {
    return switch (type) {
      case NativeType.FLOAT -> OF_FLOAT;
      case NativeType.DOUBLE -> OF_DOUBLE;
      default -> MethodHandles.identity(long.class);
    };
  }

  /// From a word to the carrier of a type.
  static MethodHandle fromWord(NativeValue type) {
    return switch (type) {
      case NativeType.FLOAT -> FLOAT;
      case NativeType.DOUBLE -> DOUBLE;
      case NativeType.POINTER -> POINTER;
      default -> MethodHandles.identity(long.class);
    };
  }
}
