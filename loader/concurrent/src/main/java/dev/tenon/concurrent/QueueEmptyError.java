// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

/// Nothing came into a queue between interpreters in time. CPython's QueueEmpty.
public final class QueueEmptyError extends QueueError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public QueueEmptyError(String message) {
    super(message);
  }
}
