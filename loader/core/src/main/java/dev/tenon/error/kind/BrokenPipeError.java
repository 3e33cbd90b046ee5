// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// The reader of a stream has gone away. CPython's BrokenPipeError.
public final class BrokenPipeError extends OsError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public BrokenPipeError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public BrokenPipeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "BrokenPipeError";
  }
}
