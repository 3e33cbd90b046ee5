// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

/// The interpreter that put an item into a queue was closed before the item was got. CPython's
/// ItemInterpreterDestroyed.
public final class ItemInterpreterClosedError extends QueueError {

  private static final long serialVersionUID = 1L;

  /// An error with a message.
  public ItemInterpreterClosedError(String message) {
    super(message);
  }
}
