// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.call.SerialLock;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runs small programs on the lock table in every interleaving that a model checker thinks of. It
/// also finds threads that would wait for ever.
@Timeout(300)
class ModuleLocksModelTest {

  private static final int SCHEDULES = 100;

  /// What the threads share; a race on it would be found too.
  private static final class Shared {
    int inside;
    int runs;
  }

  private static void check(boolean holds, String claim) {
    if (!holds) {
      throw new AssertionError(claim);
    }
  }

  /// Runs programs at the same time and raises what one of them raises. Written without streams and
  /// method references, which the checker does not see through.
  private static void together(Runnable... programs) {
    Throwable[] failures = new Throwable[programs.length];
    Thread[] threads = new Thread[programs.length];
    for (int index = 0; index < threads.length; index++) {
      int own = index;
      threads[index] = new Thread(() -> failures[own] = failureOf(programs[own]));
      threads[index].start();
    }
    for (Thread thread : threads) {
      join(thread);
    }
    for (Throwable failure : failures) {
      if (failure != null) {
        throw new AssertionError(failure);
      }
    }
  }

  private static Throwable failureOf(Runnable program) {
    try {
      program.run();
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void import_thatFailsOnce_isRunAgainByOneWaiterAndFreesTheOther() {
    Lincheck.runConcurrentTest(
        SCHEDULES,
        () -> {
          ModuleLocks locks =
              new ModuleLocks(new SerialLock(_ -> {}), new CallbackLock(), text -> {});
          Shared shared = new Shared();
          Runnable importing =
              () -> {
                if (locks.acquire("m")) {
                  check(shared.inside++ == 0, "one thread at a time");
                  boolean completed = ++shared.runs >= 2;
                  shared.inside--;
                  locks.release("m", completed);
                } else {
                  check(shared.runs == 2, "waiters are freed only by a success");
                }
              };
          together(importing, importing, importing);
          check(locks.isIdle(), "nothing is held afterwards");
        });
  }

  @Test
  void twoLocksInBothOrders_neverHang() {
    Lincheck.runConcurrentTest(
        SCHEDULES,
        () -> {
          ModuleLocks locks =
              new ModuleLocks(new SerialLock(_ -> {}), new CallbackLock(), text -> {});
          together(() -> takeBoth(locks, "a", "b"), () -> takeBoth(locks, "b", "a"));
          check(locks.isIdle(), "nothing is held afterwards");
        });
  }

  private static void takeBoth(ModuleLocks locks, String first, String second) {
    if (!locks.acquire(first)) {
      return;
    }
    try {
      if (locks.acquire(second)) {
        locks.release(second, true);
      }
    } catch (DeadlockError _) {
      // The other thread goes on.
    }
    locks.release(first, true);
  }
}
