// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.call.SerialLock;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The import locks of one interpreter: one re-entrant lock for each module that is being imported.
/// A thread that would wait for ever, because the owner of the lock waits for one of its own, gets
/// a [DeadlockError] instead. Platform and virtual threads may be mixed.
///
/// Functions of serialized modules hold another lock while they import. A thread that runs a body
/// and waits for that lock is found out, too, though only after a moment.
///
/// Whoever waits for an import that succeeds has nothing left to do under the lock; so all waiters
/// continue at once. After a failure the lock is handed to the waiter that came first.
public final class ModuleLocks {

  /// How long a thread that holds the serial lock waits before it looks for a ring again.
  private static final long PATIENCE_NANOS = 2_000_000;

  /// When a wait is reported, and for how long a package's own thread may sleep or poll.
  private static final long REPORT_NANOS = 5_000_000_000L;

  private final ReentrantLock guard = new ReentrantLock();

  /// How long a thread that waits for a parent package lets the package's own thread wait for
  /// something else.
  private static final long PARENT_PATIENCE_NANOS = 100_000_000;

  private static final long LOOK_NANOS = 5_000_000;

  private final @Nullable SerialLock serialLock;
  private final CallbackLock callbacks;
  private final Consumer<String> reporter;
  private final Map<String, ModuleLock> held = new HashMap<>(2);
  private final Map<Thread, ModuleLock> waitingFor = new HashMap<>(2);

  /// Locks for an interpreter.
  ///
  /// @param serialLock the lock that the functions of serialized modules hold while they run
  /// @param callbacks a thread that waits for an import lets others be called meanwhile
  /// @param reporter gets warnings of waits that do not seem to end
  ModuleLocks(Lock serialLock, CallbackLock callbacks, Consumer<String> reporter) {
    this.reporter = reporter;
    this.serialLock = serialLock instanceof SerialLock lock ? lock : null;
    this.callbacks = callbacks;
  }

  private static final class ModuleLock {
    final String name;
    final Deque<Waiter> waiters = new ArrayDeque<>(0);
    Thread owner;
    int holds = 1;

    ModuleLock(String name, Thread owner) {
      this.name = name;
      this.owner = owner;
    }
  }

  /// What a waiter waits for.
  private enum Outcome {
    OWNED,
    FREED
  }

  private static final class Waiter {
    final Thread thread;
    volatile @Nullable Outcome outcome;

    Waiter(Thread thread) {
      this.thread = thread;
    }

    /// Waits for the outcome.
    ///
    /// @param patience how long to wait at most, in nanoseconds
    /// @return null if the patience is over
    @Nullable Outcome await(long patience) {
      boolean interrupted = false;
      long start = System.nanoTime();
      while (outcome == null && System.nanoTime() - start < patience) {
        LockSupport.parkNanos(this, patience);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
      return outcome;
    }

    void let(Outcome decided) {
      outcome = decided;
      LockSupport.unpark(thread);
    }
  }

  /// Takes the lock of a module, or waits for the thread that holds it.
  ///
  /// @return true if the calling thread holds the lock now and has to release it; false if the
  ///   thread that held it has completed the module, so that there is nothing left to do
  /// @throws DeadlockError if waiting would never end
  boolean acquire(String name) {
    return acquire(name, false) == Result.HELD;
  }

  /// Takes the lock of a package for a thread that imports something in it. Where the thread that
  /// holds the lock has been waiting for something else than an import for a while, perhaps for
  /// this very thread, the package is used as far as it got, as CPython always does.
  ///
  /// @throws DeadlockError as for [#acquire]
  Result acquireParent(String name) {
    return acquire(name, true);
  }

  /// What became of an attempt to take a lock.
  enum Result {
    /// The calling thread holds it and has to release it.
    HELD,
    /// The thread that held it has completed the module.
    COMPLETED,
    /// The thread that holds it waits for something else.
    STUCK
  }

  private Result acquire(String name, boolean isParent) {
    Thread self = Thread.currentThread();
    Waiter waiter = new Waiter(self);
    ModuleLock lock;
    guard.lock();
    try {
      lock = held.get(name);
      if (lock == null) {
        held.put(name, new ModuleLock(name, self));
        return Result.HELD;
      }
      if (lock.owner == self) {
        lock.holds++;
        return Result.HELD;
      }
      checkEnds(lock, self);
      lock.waiters.add(waiter);
      waitingFor.put(self, lock);
    } finally {
      guard.unlock();
    }
    int let = callbacks.letGo();
    try {
      return await(waiter, lock, isParent);
    } finally {
      callbacks.takeBack(let);
    }
  }

  private Result await(Waiter waiter, ModuleLock lock, boolean isParent) {
    boolean isSerial = serialLock != null && serialLock.isHeldByCurrentThread();
    long patience = isSerial ? PATIENCE_NANOS : isParent ? LOOK_NANOS : REPORT_NANOS;
    long begun = System.nanoTime();
    long stuckSince = 0;
    boolean reported = false;
    Outcome outcome = waiter.await(patience);
    while (outcome == null) {
      giveUpIfStuck(waiter, lock);
      long now = System.nanoTime();
      boolean isLong = now - begun >= REPORT_NANOS;
      stuckSince = !isOwnerWaiting(lock, isLong) ? 0 : stuckSince == 0 ? now : stuckSince;
      boolean isStuck = stuckSince != 0 && now - stuckSince >= PARENT_PATIENCE_NANOS;
      if (isParent && isStuck && leave(waiter, lock)) {
        return Result.STUCK;
      }
      if (isLong && stuckSince != 0 && !reported) {
        reported = true;
        report(waiter, lock);
      }
      outcome = waiter.await(patience);
    }
    return outcome == Outcome.OWNED ? Result.HELD : Result.COMPLETED;
  }

  private void report(Waiter waiter, ModuleLock wanted) {
    String owner;
    guard.lock();
    try {
      owner = describe(lastOwner(wanted));
    } finally {
      guard.unlock();
    }
    reporter.accept(
        "%s waits for the import of %s for some seconds, and %s, which imports it, waits for something else; if that waits for this thread, neither ends"
            .formatted(describe(waiter.thread), Escapes.quoted(wanted.name), owner));
  }

  /// Whether the thread at the end of the chain waits for something that is no import.
  ///
  /// @param forAWhile whether it counts that the thread sleeps or waits with a time limit
  private boolean isOwnerWaiting(ModuleLock wanted, boolean forAWhile) {
    guard.lock();
    try {
      return switch (lastOwner(wanted).getState()) {
        case WAITING, BLOCKED -> true;
        case TIMED_WAITING -> forAWhile;
        case NEW, RUNNABLE, TERMINATED -> false;
      };
    } finally {
      guard.unlock();
    }
  }

  /// Stops waiting, unless the wait has just ended.
  private boolean leave(Waiter waiter, ModuleLock wanted) {
    guard.lock();
    try {
      boolean left = wanted.waiters.remove(waiter);
      if (left) {
        waitingFor.remove(waiter.thread);
      }
      return left;
    } finally {
      guard.unlock();
    }
  }

  /// Stops waiting for a thread that waits for the serial lock, which this thread holds.
  private void giveUpIfStuck(Waiter waiter, ModuleLock wanted) {
    guard.lock();
    try {
      Thread last = lastOwner(wanted);
      boolean stuck = serialLock != null && serialLock.hasQueuedThread(last);
      if (stuck && wanted.waiters.remove(waiter)) {
        waitingFor.remove(waiter.thread);
        throw new DeadlockError(
            ("deadlock detected by the lock of module %s: %s runs a function of a serialized"
                    + " module, and %s, which imports the module, waits to run another one")
                .formatted(Escapes.quoted(wanted.name), describe(waiter.thread), describe(last)));
      }
    } finally {
      guard.unlock();
    }
  }

  /// The thread at the end of the chain of owners: one that waits for no import.
  private Thread lastOwner(ModuleLock wanted) {
    ModuleLock lock = wanted;
    for (ModuleLock next = lock; next != null; next = waitingFor.get(lock.owner)) {
      lock = next;
    }
    return lock.owner;
  }

  /// Follows the owners that wait for locks in their turn. They cannot form a ring, because the
  /// thread that would have closed it was refused.
  private void checkEnds(ModuleLock wanted, Thread self) {
    List<String> ring = new ArrayList<>();
    for (ModuleLock lock = wanted; lock != null; lock = waitingFor.get(lock.owner)) {
      ring.add("%s held by %s".formatted(Escapes.quoted(lock.name), describe(lock.owner)));
      if (lock.owner == self) {
        throw new DeadlockError(
            "deadlock detected by the lock of module %s: %s waits for %s"
                .formatted(
                    Escapes.quoted(wanted.name),
                    describe(self),
                    String.join(", which waits for ", ring)));
      }
    }
  }

  private static String describe(Thread thread) {
    return "thread #%d%s"
        .formatted(
            thread.threadId(), thread.getName().isEmpty() ? "" : " (" + thread.getName() + ")");
  }

  /// Gives the lock of a module back.
  ///
  /// @param completed whether the module is complete now, so that all who wait for it may go on
  /// @throws RuntimeError if the calling thread does not hold it (LOCK-03)
  void release(String name, boolean completed) {
    Thread self = Thread.currentThread();
    List<Waiter> freed;
    guard.lock();
    try {
      ModuleLock lock = held.get(name);
      if (lock == null || lock.owner != self) {
        throw new RuntimeError(
            "cannot release un-acquired lock of module %s".formatted(Escapes.quoted(name)));
      }
      if (--lock.holds > 0) {
        return;
      }
      freed = completed || lock.waiters.isEmpty() ? freeAll(lock) : handOver(lock);
    } finally {
      guard.unlock();
    }
    freed.forEach(waiter -> waiter.let(completed ? Outcome.FREED : Outcome.OWNED));
  }

  private List<Waiter> freeAll(ModuleLock lock) {
    held.remove(lock.name);
    lock.waiters.forEach(waiter -> waitingFor.remove(waiter.thread));
    return List.copyOf(lock.waiters);
  }

  private List<Waiter> handOver(ModuleLock lock) {
    Waiter next = lock.waiters.remove();
    waitingFor.remove(next.thread);
    lock.owner = next.thread;
    lock.holds = 1;
    return List.of(next);
  }

  /// Whether no lock is held and nobody waits.
  boolean isIdle() {
    guard.lock();
    try {
      return held.isEmpty() && waitingFor.isEmpty();
    } finally {
      guard.unlock();
    }
  }
}
