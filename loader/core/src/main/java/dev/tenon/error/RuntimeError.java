package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// An error that has no more precise kind. CPython's RuntimeError.
public sealed class RuntimeError extends TenonError
    permits QueueError, RecursionError, NotImplementedError, DeadlockError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public RuntimeError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public RuntimeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "RuntimeError";
  }
}
