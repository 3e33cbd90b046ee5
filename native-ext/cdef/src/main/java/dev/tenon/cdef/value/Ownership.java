// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether what a pointer designates is still there, and how it is released.
public final class Ownership {

  private final AtomicBoolean gone = new AtomicBoolean();
  private final Runnable free;

  /// @param free releases it
  Ownership(Runnable free) {
    this.free = free;
  }

  boolean isGone() {
    return gone.get();
  }

  /// Notes that a function of the library has released it.
  public void forget() {
    gone.set(true);
  }

  /// Notes that it is there after all, because the function failed.
  public void recall() {
    gone.set(false);
  }

  /// Releases it, unless that was done.
  void release() {
    if (gone.compareAndSet(false, true)) {
      free.run();
    }
  }
}
