// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.instance;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The frames of one module instance. Their number is bounded by the calls that are under way at
/// once.
final class FramePool {

  private static final int STRIPES = 16;

  private final AtomicReferenceArray<CallFrame> striped = new AtomicReferenceArray<>(STRIPES);
  private final ConcurrentLinkedDeque<CallFrame> overflow = new ConcurrentLinkedDeque<>();

  FramePool() {}

  /// A frame for one call.
  CallFrame take() {
    CallFrame own = striped.getAndSet(stripe(), null);
    if (own != null) {
      return own;
    }
    CallFrame spare = overflow.pollFirst();
    return spare == null ? new CallFrame(this) : spare;
  }

  void give(CallFrame frame) {
    if (!striped.compareAndSet(stripe(), null, frame)) {
      overflow.addFirst(frame);
    }
  }

  private static int stripe() {
    return (int) Thread.currentThread().threadId() & (STRIPES - 1);
  }
}
