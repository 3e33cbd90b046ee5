package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A mapping has no such key. CPython's KeyError.
public final class KeyError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public KeyError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public KeyError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "KeyError";
  }
}
