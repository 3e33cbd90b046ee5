package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// An operation on an interpreter that is closed, or that its present state forbids. CPython's
/// InterpreterError.
public sealed class InterpreterError extends TenonError
    permits ExecutionFailed, InterpreterNotFoundError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public InterpreterError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public InterpreterError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public final String kind() {
    return "InterpreterError";
  }
}
