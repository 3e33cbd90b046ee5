// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The lock of an interpreter's serialized modules, reentrant as a `ReentrantLock` is. It names the
/// thread that holds it, for reports of waits that may never end. A thread that has ended holds it
/// no longer: whoever waits for it releases it then.
public final class SerialLock implements Lock {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// What runs while the lock is held.
  ///
  /// @param <T> what it gives
  /// @param <X> what it may throw
  @FunctionalInterface
  public interface Action<T extends @Nullable Object, X extends Throwable> {
    /// Does it.
    T run() throws X;
  }

  private final Sync sync = new Sync();
  private final Consumer<Thread> ended;

  /// A lock that no thread holds.
  ///
  /// @param ended is notified of a thread that has ended while it held the lock, which is released
  ///   then
  public SerialLock(Consumer<Thread> ended) {
    this.ended = ended;
  }

  /// Runs something while the current thread holds a lock.
  ///
  /// @param lock null to hold none, for what need not be serialized
  public static <T extends @Nullable Object, X extends Throwable> T holding(
      @Nullable Lock lock, Action<T, X> action) throws X {
    if (lock == null) {
      return action.run();
    }
    lock.lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }

  /// Only who holds the lock reads or writes it.
  private @Nullable List<Runnable> afterwards;

  private static final class Sync extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    /// The argument of a release for a thread that has ended.
    private static final int ENDED = -1;

    @Override
    protected boolean tryAcquire(int holds) {
      int now = getState();
      if (now == 0 && compareAndSetState(0, holds)) {
        setExclusiveOwnerThread(Thread.currentThread());
        return true;
      }
      if (isHeldExclusively()) {
        setState(Math.addExact(now, holds));
        return true;
      }
      return false;
    }

    int holds() {
      return getState();
    }

    @Override
    protected boolean tryRelease(int holds) {
      if (holds == ENDED) {
        return releaseEnded();
      }
      if (!isHeldExclusively()) {
        throw new IllegalMonitorStateException("this thread does not hold the lock");
      }
      int left = getState() - holds;
      if (left == 0) {
        setExclusiveOwnerThread(null);
      }
      setState(left);
      return left == 0;
    }

    /// Nobody but who is in here changes a lock whose holder has ended.
    private synchronized boolean releaseEnded() {
      Thread owner = getExclusiveOwnerThread();
      if (owner == null || owner.isAlive()) {
        return false;
      }
      setExclusiveOwnerThread(null);
      setState(0);
      return true;
    }

    @Override
    protected boolean isHeldExclusively() {
      return getExclusiveOwnerThread() == Thread.currentThread();
    }

    @Nullable Thread owner() {
      return getState() == 0 ? null : getExclusiveOwnerThread();
    }

    Condition condition() {
      return new ConditionObject();
    }
  }

  /// The thread that holds the lock, as an estimate for messages; null if none does.
  public @Nullable Thread holder() {
    return sync.owner();
  }

  /// Whether the current thread holds the lock.
  public boolean isHeldByCurrentThread() {
    return sync.isHeldExclusively();
  }

  /// How often the current thread holds the lock, one within the other.
  public int holdCount() {
    return sync.isHeldExclusively() ? sync.holds() : 0;
  }

  /// Whether a thread waits for the lock, as an estimate.
  public boolean hasQueuedThread(Thread thread) {
    return sync.isQueued(thread);
  }

  @Override
  public void lock() {
    if (!sync.tryAcquire(1)) {
      await();
    }
  }

  private void await() {
    boolean interrupted = false;
    boolean mine = false;
    while (!mine) {
      try {
        mine = tryLock(LOOK_NANOS, TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    while (!tryLock(LOOK_NANOS, TimeUnit.NANOSECONDS)) {
      // A look at the holder comes with each try.
    }
  }

  @Override
  public boolean tryLock() {
    return sync.tryAcquire(1);
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return sync.tryAcquireNanos(1, unit.toNanos(time)) || (releaseEnded() && sync.tryAcquire(1));
  }

  private boolean releaseEnded() {
    Thread holder = holder();
    boolean released = holder != null && !holder.isAlive() && sync.release(Sync.ENDED);
    if (released) {
      ended.accept(holder);
    }
    return released;
  }

  @Override
  public void unlock() {
    List<Runnable> actions = afterwards;
    if (actions == null || holdCount() != 1) {
      sync.release(1);
      return;
    }
    afterwards = null;
    sync.release(1);
    actions.forEach(Runnable::run);
  }

  /// Lets an action run when the current thread, which holds the lock, has given it up altogether:
  /// when all calls that are known by the lock alone have returned.
  public void afterwards(Runnable action) {
    if (!isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException("this thread does not hold the lock");
    }
    List<Runnable> actions = afterwards;
    if (actions == null) {
      actions = new ArrayList<>();
      afterwards = actions;
    }
    actions.add(action);
  }

  @Override
  public Condition newCondition() {
    return sync.condition();
  }
}
