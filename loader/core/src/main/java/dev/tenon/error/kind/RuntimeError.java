// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// An error that has no more precise kind. CPython's RuntimeError.
public class RuntimeError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public RuntimeError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public RuntimeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "RuntimeError";
  }
}
