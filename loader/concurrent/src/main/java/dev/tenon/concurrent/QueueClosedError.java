// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

/// A queue between interpreters was closed. CPython's ShutDown.
public final class QueueClosedError extends QueueError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public QueueClosedError(String message) {
    super(message);
  }
}
