// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Counts the calls into something that is going to be replaced, and lets no more of them in while
/// a thread waits for their end. A thread that is inside may call again. Any thread may use it.
public final class CallGate {

  private static final long LOOK_NANOS = 50_000;

  /// Only read locks are taken: they count the calls, in all and of each thread.
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

  private volatile @Nullable Thread closer;

  /// An open gate.
  public CallGate() {}

  /// Begins a call.
  ///
  /// @return whether it is let in; only then must [#exit] follow
  @SuppressWarnings("LockNotBeforeTry") // the call keeps it until it exits
  public boolean enter() {
    calls.readLock().lock();
    Thread closing = closer;
    if (closing == null || closing == Thread.currentThread() || calls.getReadHoldCount() > 1) {
      return true;
    }
    calls.readLock().unlock();
    return false;
  }

  /// Ends a call that was let in.
  public void exit() {
    calls.readLock().unlock();
  }

  /// Lets no further calls of other threads in and waits for those that they have under way.
  public void close(CloseWait wait) {
    closer = Thread.currentThread();
    while (countOthers() > 0) {
      wait.look(() ->
          "%d call(s) of other threads to return from it; a thread dump shows where they are"
              .formatted(countOthers()));
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  private int countOthers() {
    return calls.getReadLockCount() - calls.getReadHoldCount();
  }

  /// Lets calls in again.
  public void open() {
    closer = null;
  }

  /// Whether the current thread is in a call.
  public boolean isEntered() {
    return calls.getReadHoldCount() > 0;
  }
}
