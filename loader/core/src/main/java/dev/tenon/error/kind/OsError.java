// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import dev.tenon.error.TenonError;
import org.jspecify.annotations.Nullable;

/// The operating system refused an operation. CPython's OSError.
public class OsError extends TenonError {

  private static final long serialVersionUID = 1L;

  private final int errno;

  /// An error with a message.
  public OsError(@Nullable String message) {
    this(message, 0);
  }

  /// An error with a message that was caused by another one.
  public OsError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    errno = 0;
  }

  /// An error with the number that the system gave it.
  public OsError(@Nullable String message, int errno) {
    super(message);
    this.errno = errno;
  }

  /// The number that the system gave the error, C's `errno`; 0 if the error does not know it.
  /// CPython's `errno`.
  public int errno() {
    return errno;
  }

  @Override
  public String kind() {
    return "OSError";
  }
}
