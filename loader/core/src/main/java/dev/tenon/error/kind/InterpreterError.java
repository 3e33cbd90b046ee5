package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// An operation on an interpreter that is closed, or that its present state forbids. CPython's
/// InterpreterError.
public class InterpreterError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Object refusedBy;

  /// An error with a message.
  public InterpreterError(@Nullable String message) {
    super(message);
    this.refusedBy = null;
  }

  /// A call that a module did not let in, so that nothing of it has run.
  ///
  /// @param refusedBy the module
  public InterpreterError(@Nullable String message, Object refusedBy) {
    super(message);
    this.refusedBy = refusedBy;
  }

  /// An error with a message that was caused by another one.
  public InterpreterError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.refusedBy = null;
  }

  /// Whether a module did not let the call in, so that it may be tried again.
  public final boolean isRefusedBy(Object module) {
    return refusedBy == module;
  }

  @Override
  public final String kind() {
    return "InterpreterError";
  }
}
