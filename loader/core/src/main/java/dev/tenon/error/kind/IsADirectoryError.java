// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// A file was expected and a folder was found. CPython's IsADirectoryError.
public final class IsADirectoryError extends OsError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public IsADirectoryError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public IsADirectoryError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "IsADirectoryError";
  }
}
