// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.error.kind.RuntimeError;
import org.jspecify.annotations.Nullable;

/// Something about a queue between interpreters. CPython's QueueError.
public abstract class QueueError extends RuntimeError {

  private static final long serialVersionUID = 1L;

  QueueError(@Nullable String message) {
    super(message);
  }

  @Override
  public final String typeName() {
    return getClass().getSimpleName();
  }
}
