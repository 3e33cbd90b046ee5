package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/// Something about a queue between interpreters. CPython's QueueError.
public abstract sealed class QueueError extends RuntimeError
    permits ItemInterpreterClosedError, QueueClosedError, QueueEmptyError, QueueFullError {

  private static final long serialVersionUID = 1L;

  QueueError(@Nullable String message) {
    super(message);
  }

  @Override
  public final String typeName() {
    return getClass().getSimpleName();
  }
}
