// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.kind.RuntimeError;
import org.jspecify.annotations.Nullable;

/// Waiting for a module lock would never end, because its owner waits for a lock of this thread.
/// CPython's import machinery raises it as _DeadlockError.
public final class DeadlockError extends RuntimeError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public DeadlockError(@Nullable String message) {
    super(message);
  }

  /// An error with a message that was caused by another one.
  public DeadlockError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String kind() {
    return "_DeadlockError";
  }
}
