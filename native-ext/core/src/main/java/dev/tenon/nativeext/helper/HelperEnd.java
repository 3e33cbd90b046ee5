// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.helper;

import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.apart.ModuleCrashedError;
import java.util.Map;

/// How a helper process has ended, and what of a module it ran then.
///
/// @param module the full name of the module
/// @param function what of it
/// @param phase the step of its life
/// @param signal the signal that ended the process; 0 if it exited
/// @param status the status that it exited with
/// @param isGarbled whether the host ended it, because it sent what is no message
record HelperEnd(
    String module, String function, Phase phase, int signal, int status, boolean isGarbled) {

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL", 5, "SIGTRAP", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11,
          "SIGSEGV", 15, "SIGTERM", 31, "SIGSYS");

  /// The error of the call in which it ended.
  ModuleCrashedError asCrash() {
    return error(
        "%s of module %s ended the process that it runs apart in: %s; the host goes on; unload and import the module for a new process"
            .formatted(function, Escapes.quoted(module), cause()));
  }

  /// The error of a later call.
  ///
  /// @param wanted what cannot be called any more
  ModuleCrashedError asRefusal(Code wanted) {
    return error(
        "%s of module %s cannot be called: the process that it ran apart in has ended in %s of module %s: %s; unload and import the module for a new process"
            .formatted(
                wanted.function(),
                Escapes.quoted(wanted.module()),
                function,
                Escapes.quoted(module),
                cause()));
  }

  private ModuleCrashedError error(String message) {
    return new ModuleCrashedError(message, module, function, phase, signal);
  }

  private String cause() {
    if (isGarbled) {
      return "it sent the host what is no message, and the host killed it";
    }
    return signal == 0
        ? "it exited with status %d".formatted(status)
        : "signal %d%s".formatted(signal, SIGNALS.containsKey(signal) ? nameOfSignal() : "");
  }

  private String nameOfSignal() {
    return " (%s)".formatted(SIGNALS.get(signal));
  }
}
