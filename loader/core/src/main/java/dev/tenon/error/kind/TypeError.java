// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A value of the wrong kind was given. CPython's TypeError.
public class TypeError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public TypeError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public TypeError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "TypeError";
  }
}
