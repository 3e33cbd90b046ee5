// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A mapping has no such key. CPython's KeyError.
public final class KeyError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Object key;

  /// An error with a message.
  public KeyError(@Nullable String message) {
    super(message);
    key = message;
  }

  /// An error with a message that was caused by another one.
  public KeyError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    key = message;
  }

  /// An error that knows the key.
  ///
  /// @param message the printed form of the key
  public KeyError(@Nullable String message, @Nullable Object key) {
    super(message);
    this.key = key;
  }

  /// The key, or the message if the error knows no more; null after it was serialized. CPython's
  /// `args[0]`.
  public @Nullable Object key() {
    return key;
  }

  @Override
  public String kind() {
    return "KeyError";
  }
}
