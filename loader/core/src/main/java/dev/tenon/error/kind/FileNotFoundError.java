// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// A file or folder does not exist. CPython's FileNotFoundError.
public final class FileNotFoundError extends OsError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public FileNotFoundError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public FileNotFoundError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "FileNotFoundError";
  }
}
