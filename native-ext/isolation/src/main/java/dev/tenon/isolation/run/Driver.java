// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.isolation.memory.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Runs everything that touches the module, in threads of one name, so that threads that the module
/// starts, which inherit it, can be distinguished from those of the JVM.
final class Driver {

  /// The name of the threads.
  static final String THREAD = "isolation";

  private static final long STACK = 16 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Path SELF = Path.of("/proc/thread-self");
  private static final Path TASKS = Path.of("/proc/self/task");

  private final Queue<Path> started = new ConcurrentLinkedQueue<>();

  <T extends @Nullable Object> FutureTask<T> start(Callable<T> action) {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          if (Probe.isAvailable()) {
            Probe.drive(true);
          }
          started.add(Files.readSymbolicLink(SELF).getFileName());
          return action.call();
        });
    new Thread(null, task, THREAD, STACK).start();
    return task;
  }

  /// Waits until all threads that were started have ended for the system too, destructors of
  /// thread-local storage included.
  void await() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Path number : started) {
      while (Files.exists(TASKS.resolve(number)) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(100_000);
      }
    }
    started.clear();
  }

  <T extends @Nullable Object> T run(Callable<T> action) throws Exception {
    return resultOf(start(action));
  }

  static <T extends @Nullable Object> T resultOf(FutureTask<T> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
