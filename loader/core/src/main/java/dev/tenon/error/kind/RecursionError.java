// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The stack of the thread is exhausted, or so nearly that the call was refused. CPython's
/// RecursionError.
public final class RecursionError extends RuntimeError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public RecursionError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public RecursionError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The error for a stack that did overflow, in code of a module.
  ///
  /// @param cause what the JVM threw; null is a NullPointerException
  public RecursionError(StackOverflowError cause) {
    super("maximum recursion depth exceeded", Objects.requireNonNull(cause, "cause"));
  }

  @Override
  public String kind() {
    return "RecursionError";
  }
}
