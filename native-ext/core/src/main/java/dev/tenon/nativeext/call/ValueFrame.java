// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.error.kind.ValueError;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.Scratch;
import org.jspecify.annotations.Nullable;

/// Values in scratch memory, one behind the other, as C gets the arguments of a call.
/// [DynamicFunction] writes those that fit into the frame of a context itself.
final class ValueFrame {

  /// Half of the memory is left for texts.
  private static final int MOST = Scratch.SIZE / Abi.VALUE_SIZE / 2;

  private ValueFrame() {}

  /// Refuses more arguments than there is room for.
  ///
  /// @throws ValueError if there are too many
  static void checkCount(String function, int given) {
    if (given > MOST) {
      throw new ValueError(
          "%s() was given %d arguments, expected at most %d; pass them as one list"
              .formatted(function, given, MOST));
    }
  }

  /// Writes values.
  ///
  /// @param space for what does not fit into a value
  static void write(
      long place, @Nullable Object[] values, ValueCodec.Space space, NativeContext context) {
    for (int index = 0; index < values.length; index++) {
      ValueCodec.write(
          place + (long) index * Abi.VALUE_SIZE, values[index], space, context.references());
    }
  }
}
