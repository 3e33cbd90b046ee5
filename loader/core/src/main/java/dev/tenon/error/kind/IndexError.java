// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A sequence has no such position. CPython's IndexError.
public final class IndexError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public IndexError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public IndexError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "IndexError";
  }
}
