// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// An extension ran out of memory. CPython's MemoryError.
public final class MemoryError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public MemoryError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public MemoryError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "MemoryError";
  }
}
