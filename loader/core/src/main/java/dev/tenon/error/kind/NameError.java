// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A bare name was found neither in the globals nor in builtins. CPython's NameError.
public final class NameError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final @Nullable String name;

  /// An error with a message.
  public NameError(@Nullable String message) {
    super(message);
    name = null;
  }

  /// An error with a message that was caused by another one.
  public NameError(@Nullable String message, @Nullable Throwable cause) {
    this(message, null, cause);
  }

  /// An error that knows which name was not found.
  ///
  /// @param cause what was raised while it was looked for; null for nothing
  public NameError(@Nullable String message, @Nullable String name, @Nullable Throwable cause) {
    super(message, cause);
    this.name = name;
  }

  /// The name that was not found; null if the error does not know it. CPython's `name`.
  public @Nullable String name() {
    return name;
  }

  @Override
  public String kind() {
    return "NameError";
  }
}
