// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.apart;

import dev.tenon.error.Phase;
import dev.tenon.error.TenonError;
import java.util.Objects;

/// A native module that runs apart has ended its process, or had ended it before. The host and
/// other interpreters go on; once it is unloaded, the module can be imported again.
public final class ModuleCrashedError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final String module;
  private final String function;
  private final Phase phase;
  private final int signal;

  /// A crash.
  ///
  /// @param message the report
  /// @param module the full name of the module that ran
  /// @param function what of it ran
  /// @param phase the step of its life
  /// @param signal the number of the signal that ended the process; 0 if it exited
  public ModuleCrashedError(
      String message, String module, String function, Phase phase, int signal) {
    super(Objects.requireNonNull(message, "message"));
    this.module = Objects.requireNonNull(module, "module");
    this.function = Objects.requireNonNull(function, "function");
    this.phase = Objects.requireNonNull(phase, "phase");
    this.signal = signal;
  }

  /// The full name of the module that ran when the process ended.
  public String module() {
    return module;
  }

  /// What of the module ran: the name of a function, or `exec slot`.
  public String function() {
    return function;
  }

  /// The step of its life.
  public Phase phase() {
    return phase;
  }

  /// The number of the signal that ended the process; 0 if it exited.
  public int signal() {
    return signal;
  }

  @Override
  public String kind() {
    return "ModuleCrashedError";
  }
}
