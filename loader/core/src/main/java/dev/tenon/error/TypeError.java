package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// A value of the wrong kind was given. CPython's TypeError.
public sealed class TypeError extends TenonError permits NotShareableError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public TypeError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public TypeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "TypeError";
  }
}
