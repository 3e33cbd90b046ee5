// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.spi.HostFunction;

/// The one upcall of each backend: finds the context through which C asks, and has it answer.
public final class Upcalls implements HostFunction {

  @Override
  public long call(long context, long operation, long frame, long count) {
    try {
      return UpcallTargets.find(number(context, frame)).answer((int) operation, frame, count);
    } catch (Throwable _) {
      return -1; // nothing may leave an upcall; C still sees the failure
    }
  }

  /// A thread that attaches has no context yet: the first value of its frame is the number of one.
  private static long number(long context, long frame) {
    return Memory.getLong(
        context == 0 ? frame + Abi.VALUE_PAYLOAD : context + Abi.CONTEXT_INSTANCE);
  }
}
