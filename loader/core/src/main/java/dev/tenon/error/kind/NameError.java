package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A bare name was found neither in the globals nor in builtins. CPython's NameError.
public final class NameError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public NameError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public NameError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "NameError";
  }
}
