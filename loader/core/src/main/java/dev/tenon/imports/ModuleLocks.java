package dev.tenon.imports;

import dev.tenon.error.DeadlockError;
import dev.tenon.error.RuntimeError;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The import locks of one interpreter: one re-entrant lock for each module that is being imported.
/// A thread that would wait for ever, because the owner of the lock waits for one of its own, gets a
/// [DeadlockError] instead. Platform and virtual threads may be mixed.
final class ModuleLocks {

  private final ReentrantLock guard = new ReentrantLock();
  private final Map<String, ModuleLock> locks = new HashMap<>();
  private final Map<Thread, ModuleLock> waitingFor = new HashMap<>();

  private final class ModuleLock {
    final String name;
    final Condition released = guard.newCondition();
    @Nullable Thread owner;
    int holds;
    int waiters;

    ModuleLock(String name) {
      this.name = name;
    }
  }

  /// Takes the lock of a module.
  ///
  /// @throws DeadlockError if waiting for it would never end
  void acquire(String name) {
    Thread self = Thread.currentThread();
    guard.lock();
    try {
      ModuleLock lock = locks.computeIfAbsent(name, ModuleLock::new);
      if (lock.owner != null && lock.owner != self) {
        await(lock, self);
      }
      lock.owner = self;
      lock.holds++;
    } finally {
      guard.unlock();
    }
  }

  private void await(ModuleLock lock, Thread self) {
    lock.waiters++;
    try {
      while (lock.owner != null) {
        if (wouldDeadlock(lock, self)) {
          throw new DeadlockError(
              "deadlock detected by the lock of module '%s' in %s".formatted(lock.name, self));
        }
        waitingFor.put(self, lock);
        lock.released.awaitUninterruptibly();
        waitingFor.remove(self);
      }
    } finally {
      waitingFor.remove(self);
      lock.waiters--;
      dropIfUnused(lock);
    }
  }

  /// Follows the chain of owners that wait for locks and says whether it leads back to this thread.
  private boolean wouldDeadlock(ModuleLock wanted, Thread self) {
    ModuleLock lock = wanted;
    while (lock != null && lock.owner != null) {
      if (lock.owner == self) {
        return true;
      }
      lock = waitingFor.get(lock.owner);
      if (lock == wanted) {
        return false;
      }
    }
    return false;
  }

  /// Gives the lock of a module back.
  ///
  /// @throws RuntimeError if the current thread does not hold it (LOCK-03)
  void release(String name) {
    guard.lock();
    try {
      ModuleLock lock = locks.get(name);
      if (lock == null || lock.owner != Thread.currentThread()) {
        throw new RuntimeError("cannot release un-acquired lock of module '%s'".formatted(name));
      }
      if (--lock.holds == 0) {
        lock.owner = null;
        lock.released.signal();
        dropIfUnused(lock);
      }
    } finally {
      guard.unlock();
    }
  }

  private void dropIfUnused(ModuleLock lock) {
    if (lock.owner == null && lock.waiters == 0) {
      locks.remove(lock.name, lock);
    }
  }

  /// Waits until no other thread imports a module, but not if that would never end: then the caller
  /// has to live with a half-initialised module, as in any circular import.
  void awaitImported(String name) {
    try {
      acquire(name);
    } catch (DeadlockError _) {
      return;
    }
    release(name);
  }
}
