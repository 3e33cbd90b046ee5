// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An operation on an interpreter that is closed, or that its present state forbids. CPython's
/// InterpreterError.
public class InterpreterError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Object refusedBy;
  private final boolean passing;

  /// An error with a message.
  public InterpreterError(@Nullable String message) {
    super(message);
    this.refusedBy = null;
    this.passing = false;
  }

  private InterpreterError(String message, Object refusedBy, boolean passing) {
    super(message);
    this.refusedBy = refusedBy;
    this.passing = passing;
  }

  /// A call of a function whose module has been replaced by a newer version. Nothing of it has run.
  ///
  /// @param name the name of the module
  public static InterpreterError ofEarlierVersion(Object module, String name) {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(name, "name");
    return new InterpreterError(
        "this belongs to an earlier version of module %s; read it from the module again"
            .formatted(Escapes.quoted(name)),
        module,
        false);
  }

  /// A call of a function whose module is being replaced by a newer version. Nothing of it has run.
  ///
  /// @param name the name of the module
  public static InterpreterError duringReplacement(Object module, String name) {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(name, "name");
    return new InterpreterError(
        ("module %s is being replaced by a newer version; call the function by name, or read it"
                + " again afterwards")
            .formatted(Escapes.quoted(name)),
        module,
        true);
  }

  /// A use of a module instance that has ended.
  ///
  /// @param name the name of the module
  /// @param isUnloaded whether its interpreter goes on without it
  public static InterpreterError ofEndedModule(String name, boolean isUnloaded) {
    Objects.requireNonNull(name, "name");
    return new InterpreterError(
        (isUnloaded
                ? "module %s was unloaded; import it again"
                : "module %s was closed with its interpreter; import it again in an open one")
            .formatted(Escapes.quoted(name)));
  }

  /// An error with a message that was caused by another one.
  public InterpreterError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.refusedBy = null;
    this.passing = false;
  }

  /// Whether a module did not let the call in, so that it may be tried again.
  public final boolean isRefusedBy(Object module) {
    Objects.requireNonNull(module, "module");
    return refusedBy == module;
  }

  /// Whether the reason to refuse the call passes: the same function may be let in later.
  public final boolean isPassing() {
    return passing;
  }

  @Override
  public final String kind() {
    return "InterpreterError";
  }
}
