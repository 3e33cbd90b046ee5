// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.module.ModuleHost;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Runs calls that may block outside of the JVM on platform threads, so that the virtual thread
/// that makes them releases its carrier while it waits. The platform threads are daemons, are made
/// when they are needed and end when they have been idle for a minute.
final class OffCarrier {

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("tenon-blocking-", 1).factory());

  private OffCarrier() {}

  /// Whether the current thread occupies a carrier.
  static boolean isNeeded() {
    return Thread.currentThread().isVirtual();
  }

  /// Runs an action on a platform thread, in the interpreter that the current thread has entered,
  /// and waits for it. An interrupt does not end the wait, since C code cannot be interrupted; it
  /// stays set.
  ///
  /// @throws Throwable what the action throws
  static @Nullable Object run(Callable<@Nullable Object> action) throws Throwable {
    ModuleHost owner = ModuleHost.CURRENT.isBound() ? ModuleHost.CURRENT.get() : null;
    Callable<Optional<Object>> whole = () -> Optional.ofNullable(action.call());
    Future<Optional<Object>> running =
        THREADS.submit(owner == null ? whole : () -> owner.enter(whole));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get().orElse(null);
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          Throwable cause = e.getCause();
          throw cause == null ? e : cause;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
