// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// A value of the right kind has a content that cannot be used. CPython's ValueError.
public class ValueError extends TenonError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public ValueError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public ValueError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "ValueError";
  }
}
