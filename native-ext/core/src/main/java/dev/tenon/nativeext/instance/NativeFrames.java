// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.abi.ErrorKind;
import dev.tenon.nativeext.bridge.Upcalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Enters C functions into the stack traces of exceptions that leave them: the JVM knows only that
/// there was native code.
final class NativeFrames {

  /// What [StackTraceElement] takes for the line number of a native method.
  private static final int NATIVE = -2;

  private NativeFrames() {}

  /// Puts a frame for a C function below the frames of the exception that were above it.
  static void mark(Throwable thrown, ModuleObject module, String function) {
    List<StackTraceElement> trace = new ArrayList<>(Arrays.asList(thrown.getStackTrace()));
    // The last frames of both are the same: the callers of this method's caller.
    int callers = new Throwable().getStackTrace().length - 1;
    if (callers > trace.size()) {
      return; // made elsewhere, or without a trace
    }
    StackTraceElement frame =
        new StackTraceElement(module.name(), function, fileOf(module), NATIVE);
    int place = trace.size() - callers;
    if (isFresh(trace.subList(0, place))) {
      trace.subList(0, place).clear();
      place = 0;
    }
    trace.add(place, frame);
    thrown.setStackTrace(trace.toArray(StackTraceElement[]::new));
  }

  /// Whether the exception was made from an error of C by this package.
  private static boolean isFresh(List<StackTraceElement> above) {
    return above.stream().anyMatch(frame -> frame.getClassName().equals(ErrorKind.class.getName()))
        && above.stream().noneMatch(frame -> frame.getClassName().equals(Upcalls.class.getName()));
  }

  private static String fileOf(ModuleObject module) {
    return module.namespace().get("__file__") instanceof String file
        ? file.substring(file.lastIndexOf('/') + 1)
        : module.name();
  }
}
