// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

/// No place became free in a queue between interpreters in time. CPython's QueueFull.
public final class QueueFullError extends QueueError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public QueueFullError(String message) {
    super(message);
  }
}
