// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// A feature that this module does not provide. CPython's NotImplementedError.
public final class NotImplementedError extends RuntimeError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public NotImplementedError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public NotImplementedError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "NotImplementedError";
  }
}
