// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// The stack of the thread is almost exhausted; the call was refused before it could overflow.
/// CPython's RecursionError.
public final class RecursionError extends RuntimeError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public RecursionError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public RecursionError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "RecursionError";
  }
}
