// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// The operating system or the interpreter's configuration denies an access. CPython's
/// PermissionError.
public final class PermissionError extends OsError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public PermissionError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public PermissionError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "PermissionError";
  }
}
