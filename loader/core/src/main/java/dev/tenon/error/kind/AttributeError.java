package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// An attribute was read, set or deleted that the object does not have. CPython's AttributeError.
public final class AttributeError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public AttributeError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public AttributeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "AttributeError";
  }
}
