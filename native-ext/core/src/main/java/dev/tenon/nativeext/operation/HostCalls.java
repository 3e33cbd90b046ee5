// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.nativeext.instance.HostAnswers;
import dev.tenon.nativeext.instance.NativeContext;

/// Answers what C asks of Java through a context, which leads to the module and its interpreter.
/// Whatever is thrown is parked in the context and reported to C as a failure, because an exception
/// that left an upcall would end the JVM.
public final class HostCalls implements HostAnswers {

  @Override
  public long answer(NativeContext caller, int operation, long frame, long count) {
    try {
      return Operation.answer(operation, caller, frame, count);
    } catch (Throwable thrown) {
      return fail(caller, thrown);
    }
  }

  private static long fail(NativeContext caller, Throwable thrown) {
    try {
      caller.park(thrown);
    } catch (Throwable _) {
      // Nothing may leave an upcall; C still sees the failure.
    }
    return -1;
  }
}
