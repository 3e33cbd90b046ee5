// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.call.SerialLock;
import dev.tenon.error.kind.RuntimeError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModuleLocksTest {

  private final ModuleLocks locks =
      new ModuleLocks(new SerialLock(_ -> {}), new CallbackLock(), text -> {});

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  @DisplayName("LOCK-03")
  void acquire_bySameThread_isReentrant() {
    assertThat(locks.acquire("m")).isTrue();
    assertThat(locks.acquire("m")).isTrue();

    locks.release("m", false);
    assertThat(locks.isIdle()).isFalse();
    locks.release("m", false);

    assertThat(locks.isIdle()).isTrue();
  }

  @Test
  @DisplayName("LOCK-03")
  void release_byOtherThread_isRefused() throws Exception {
    locks.acquire("m");
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> release = other.submit(() -> locks.release("m", true));
      assertThat(release)
          .failsWithin(java.time.Duration.ofSeconds(10))
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(RuntimeError.class)
          .withMessage("cannot release un-acquired lock of module 'm'");
    }
    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> locks.release("other", true));
  }

  @Test
  void release_completed_letsAllWaitersGoWithoutTheLock() throws Exception {
    locks.acquire("m");
    List<Thread> waiters = new ArrayList<>();
    AtomicInteger freed = new AtomicInteger();
    for (int index = 0; index < 5; index++) {
      waiters.add(
          Thread.ofPlatform()
              .start(() -> {
                if (!locks.acquire("m")) {
                  freed.incrementAndGet();
                }
              }));
    }
    waiters.forEach(waiter -> Awaitility.await().until(() -> isWaiting(waiter)));

    locks.release("m", true);

    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(freed).hasValue(5);
    assertThat(locks.isIdle()).isTrue();
  }

  @Test
  void release_notCompleted_handsTheLockToTheFirstWaiter() throws Exception {
    locks.acquire("m");
    List<String> order = new ArrayList<>();
    List<Thread> waiters = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      Thread waiter =
          Thread.ofPlatform()
              .start(() -> {
                assertThat(locks.acquire("m")).isTrue();
                order.add(name);
                locks.release("m", false);
              });
      waiters.add(waiter);
      Awaitility.await().until(() -> isWaiting(waiter));
    }

    locks.release("m", false);

    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(order).containsExactly("first", "second");
    assertThat(locks.isIdle()).isTrue();
  }

  @Test
  void acquire_interruptedWhileWaiting_waitsOnAndKeepsTheInterrupt() throws Exception {
    locks.acquire("m");
    AtomicInteger interrupted = new AtomicInteger();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              locks.acquire("m");
              interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            });
    Awaitility.await().until(() -> isWaiting(waiter));

    waiter.interrupt();
    locks.release("m", true);
    waiter.join();

    assertThat(interrupted).hasValue(1);
  }

  @Test
  void acquire_thatWouldNeverEnd_tellsTheRing() throws Exception {
    locks.acquire("a");
    CountDownLatch hasB = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .name("other")
            .start(() -> {
              locks.acquire("b");
              hasB.countDown();
              locks.acquire("a");
              locks.release("b", true);
            });
    hasB.await();
    Awaitility.await().until(() -> isWaiting(other));

    assertThatExceptionOfType(DeadlockError.class)
        .isThrownBy(() -> locks.acquire("b"))
        .withMessageMatching(
            "deadlock detected by the lock of module 'b': thread #\\d+ \\(.+\\) waits for 'b' held"
                + " by thread #\\d+ \\(other\\), which waits for 'a' held by thread #\\d+"
                + " \\(.+\\)");

    locks.release("a", true);
    other.join();
    assertThat(locks.isIdle()).isTrue();
  }

  @Test
  void acquire_manyVirtualThreadsInAnyOrder_neverHangAndNeverMeet() throws Exception {
    int names = 7;
    AtomicInteger[] inside = new AtomicInteger[names];
    for (int index = 0; index < names; index++) {
      inside[index] = new AtomicInteger();
    }
    AtomicInteger deadlocks = new AtomicInteger();
    int threads = 2000;
    CyclicBarrier barrier = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        tasks.add(
            executor.submit(() -> {
              barrier.await();
              visit(inside, deadlocks, 3);
              return null;
            }));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }
    assertThat(locks.isIdle()).isTrue();
    assertThat(inside).allMatch(count -> count.get() == 0);
  }

  /// Takes a lock and, while it is held, others.
  private void visit(AtomicInteger[] inside, AtomicInteger deadlocks, int depth) {
    int chosen = ThreadLocalRandom.current().nextInt(inside.length);
    String name = "m" + chosen;
    try {
      if (!locks.acquire(name)) {
        return;
      }
    } catch (DeadlockError _) {
      deadlocks.incrementAndGet();
      return;
    }
    Thread self = Thread.currentThread();
    long key = self.threadId();
    int mine = (int) (key % Integer.MAX_VALUE);
    int before = inside[chosen].getAndSet(mine);
    assertThat(before).isIn(0, mine);
    letOthersRun();
    if (depth > 0) {
      visit(inside, deadlocks, depth - 1);
    }
    inside[chosen].set(before);
    locks.release(name, ThreadLocalRandom.current().nextBoolean());
  }

  @SuppressWarnings("ThreadPriorityCheck") // Only to make more interleavings likely.
  private static void letOthersRun() {
    Thread.yield();
  }
}
