// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A number does not fit the range of the type that a signature declares. CPython's OverflowError.
public final class OverflowError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public OverflowError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public OverflowError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "OverflowError";
  }
}
