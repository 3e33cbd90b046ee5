// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import dev.tenon.input.Escapes;
import dev.tenon.value.Warning;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A wait of a thread that closes or replaces a module for calls of other threads. If it lasts for
/// [#PATIENCE], a warning names the threads or calls that it waits for.
public final class CloseWait {

  /// How long such a wait is silent.
  public static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final long LOOK_MILLIS = 100;

  private final String module;
  private final @Nullable Consumer<Warning> listener;
  private final long start = System.nanoTime();
  private boolean reported;

  /// Begins a wait.
  ///
  /// @param module the name of the module that is closed or replaced
  /// @param listener null for a module without an interpreter, which reports nothing
  public CloseWait(String module, @Nullable Consumer<Warning> listener) {
    this.module = module;
    this.listener = listener;
  }

  /// Takes the lock of serialized modules, however often the thread is interrupted meanwhile.
  public void lock(Lock lock) {
    boolean interrupted = false;
    boolean mine = false;
    while (!mine) {
      try {
        mine = lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (!mine) {
          look(() -> holderOf(lock));
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String holderOf(Lock lock) {
    Thread holder = lock instanceof SerialLock serial ? serial.holder() : null;
    return "%s, which is in a serialized function of the interpreter"
        .formatted(
            holder == null ? "another thread" : "thread " + Escapes.quoted(holder.getName()));
  }

  /// Reports the wait, once, if it has lasted long enough. Call it in each round of the wait.
  ///
  /// @param awaited the calls or threads that the wait is for, as they stand in the message
  public void look(Supplier<String> awaited) {
    if (reported || listener == null || System.nanoTime() - start <= PATIENCE.toNanos()) {
      return;
    }
    reported = true;
    String message =
        "thread %s, which closes module %s, has waited %d seconds for %s"
            .formatted(
                Escapes.quoted(Thread.currentThread().getName()),
                Escapes.quoted(module),
                PATIENCE.toSeconds(),
                awaited.get());
    try {
      listener.accept(new Warning(Warning.Category.RUNTIME, message));
    } catch (RuntimeException | Error thrown) {
      // The wait goes on: what would be freed after it is in use.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
  }
}
