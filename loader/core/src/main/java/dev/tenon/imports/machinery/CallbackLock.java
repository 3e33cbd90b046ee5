// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls what a host supplies to the import system of one interpreter, finders and path hooks among
/// them, one at a time, as CPython's import lock does. A call may import, and so call others.
///
/// **Differs from CPython:** a call does not keep other threads out for ever. While it waits for
/// the import of a module by another thread, others may be called; and one that has waited for
/// something else for a while, for a thread that imports for instance, lets others pass until it
/// goes on.
public final class CallbackLock {

  /// How long a call waits for something before others pass it.
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// How long a call may sleep or poll before others pass it.
  private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();
  private @Nullable Holder top;

  /// A thread that is in a call, above those which it has passed.
  private static final class Holder {
    final Thread thread;
    @Nullable Holder below;
    int holds = 1;
    final long since = System.nanoTime();
    long waitsSince;
    boolean isPassed;

    Holder(Thread thread, @Nullable Holder below) {
      this.thread = thread;
      this.below = below;
    }

    /// Whether the thread has been waiting for so long that others may pass it.
    boolean isStuck(long now) {
      Thread.State state = thread.getState();
      if (state == Thread.State.TERMINATED
          || (state == Thread.State.TIMED_WAITING && now - since >= POLL_NANOS)) {
        return true;
      }
      if (state != Thread.State.WAITING && state != Thread.State.BLOCKED) {
        waitsSince = 0;
        isPassed = false;
        return false;
      }
      if (waitsSince == 0) {
        waitsSince = now == 0 ? 1 : now;
      }
      isPassed |= now - waitsSince >= PATIENCE_NANOS;
      return isPassed;
    }
  }

  /// Makes a call.
  public <T extends @Nullable Object> T call(Supplier<T> call) {
    take(1);
    try {
      return call.get();
    } finally {
      release();
    }
  }

  /// Makes a call of something that may allow several calls at once.
  ///
  /// @param isConcurrent whether it does
  <T extends @Nullable Object> T callUnless(boolean isConcurrent, Supplier<T> call) {
    return isConcurrent ? call.get() : call(call);
  }

  private void take(int holds) {
    boolean interrupted = false;
    guard.lock();
    try {
      Holder mine = find(Thread.currentThread());
      if (mine != null) {
        mine.holds += holds;
        return;
      }
      while (top != null && !top.isStuck(System.nanoTime())) {
        interrupted |= awaitChange();
      }
      top = new Holder(Thread.currentThread(), top);
      top.holds = holds;
    } finally {
      guard.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Waits for a moment, in the loop of [#take].
  ///
  /// @return whether the thread was interrupted
  @SuppressWarnings("WaitNotInLoop")
  private boolean awaitChange() {
    try {
      long _ = changed.awaitNanos(LOOK_NANOS);
      return false;
    } catch (InterruptedException _) {
      return true;
    }
  }

  private @Nullable Holder find(Thread thread) {
    Holder holder = top;
    while (holder != null && holder.thread != thread) {
      holder = holder.below;
    }
    return holder;
  }

  private void release() {
    guard.lock();
    try {
      Holder mine = find(Thread.currentThread());
      if (mine != null && --mine.holds == 0) {
        remove(mine);
      }
    } finally {
      guard.unlock();
    }
  }

  private void remove(Holder removed) {
    if (top == removed) {
      top = removed.below;
    } else {
      for (Holder holder = top; holder != null; holder = holder.below) {
        if (holder.below == removed) {
          holder.below = removed.below;
        }
      }
    }
    changed.signalAll();
  }

  /// Lets others be called while the current thread waits for an import.
  ///
  /// @return for [#takeBack]
  int letGo() {
    guard.lock();
    try {
      Holder mine = find(Thread.currentThread());
      if (mine == null) {
        return 0;
      }
      remove(mine);
      return mine.holds;
    } finally {
      guard.unlock();
    }
  }

  /// Goes on with the call that [#letGo] has interrupted.
  void takeBack(int holds) {
    if (holds > 0) {
      take(holds);
    }
  }
}
