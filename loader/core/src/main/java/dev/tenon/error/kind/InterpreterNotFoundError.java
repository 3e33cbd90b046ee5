// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error.kind;

import org.jspecify.annotations.Nullable;

/// An interpreter is wanted that is closed. CPython's InterpreterNotFoundError.
public final class InterpreterNotFoundError extends InterpreterError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public InterpreterNotFoundError(@Nullable String message) {
    super(message);
  }

  @Override
  public String typeName() {
    return "InterpreterNotFoundError";
  }
}
