// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("LockNotBeforeTry") // Whether it is released is what is tested.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SerialLockTest {

  private final List<Thread> ended = new CopyOnWriteArrayList<>();
  private final SerialLock lock = new SerialLock(ended::add);

  private Thread endWhileHolding() throws InterruptedException {
    Thread thread =
        new Thread(() -> {
          lock.lock();
          lock.lock();
        });
    thread.start();
    thread.join();
    return thread;
  }

  @Test
  void lock_heldByAThreadThatHasEnded_isReleasedAndReportedOnce() throws InterruptedException {
    Thread dead = endWhileHolding();

    lock.lock();

    assertThat(lock.isHeldByCurrentThread()).isTrue();
    assertThat(ended).containsExactly(dead);
    lock.unlock();
    assertThat(lock.holder()).isNull();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
    assertThat(ended).hasSize(1);
  }

  @Test
  void lock_manyWaitForAThreadThatHasEnded_eachGetsItAlone() throws InterruptedException {
    endWhileHolding();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> waiters =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                Thread.startVirtualThread(() -> {
                  for (int round = 0; round < 1_000; round++) {
                    lock.lock();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    lock.unlock();
                  }
                }))
            .toList();
    for (Thread waiter : waiters) {
      waiter.join();
    }

    assertThat(most).hasValue(1);
    assertThat(ended).hasSize(1);
    assertThat(lock.holder()).isNull();
  }

  @Test
  void lock_whileInterrupted_waitsAndKeepsTheInterrupt() throws InterruptedException {
    endWhileHolding();
    Thread.currentThread().interrupt();

    lock.lock();

    assertThat(Thread.interrupted()).isTrue();
    lock.unlock();
  }

  @Test
  void unlock_byAnotherThread_isRefused() {
    assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
  }

  @Test
  void tryLock_whileHeldByALivingThread_isFalse() throws InterruptedException {
    AtomicBoolean taken = new AtomicBoolean();
    lock.lock();
    Thread other = Thread.startVirtualThread(() -> taken.set(lock.tryLock()));
    other.join();

    assertThat(taken).isFalse();
    assertThat(lock.holder()).isSameAs(Thread.currentThread());
    lock.unlock();
  }
}
