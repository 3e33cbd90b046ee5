package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// The operating system refused an operation. CPython's OSError.
public class OsError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public OsError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public OsError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "OSError";
  }
}
