// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// Bytes that should be UTF-8 are not, or a text cannot be encoded. CPython's UnicodeError.
public final class UnicodeError extends ValueError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public UnicodeError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public UnicodeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "UnicodeError";
  }
}
