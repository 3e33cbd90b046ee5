// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.nativeext.abi.Abi;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The C functions that run when a module instance ends, each once, the last one first. Hooks may
/// add further ones, but not without end: [#MOST_LATE] together.
public final class ExitHooks {

  private static final int MOST_LATE = 10_000;

  private final Deque<Hook> hooks = new ArrayDeque<>();
  private boolean runs;
  private int late;
  private boolean ended;

  /// A `TnExitHook` and the pointer that it gets.
  private record Hook(long function, long data) {

    /// Calls it, alone in its context.
    void run(NativeInstance instance) {
      Lock lock = instance.serialLock();
      if (lock != null) {
        lock.lock();
      }
      NativeContext context = null;
      try {
        context = instance.enterToGiveBack("exit hook");
        long status = instance.host().invoke(Abi.INVOKE_HOOK, function, context.context(), data);
        context.checkCall("exit hook", (int) status);
      } finally {
        leave(context, lock);
      }
    }

    private static void leave(@Nullable NativeContext context, @Nullable Lock lock) {
      try {
        if (context != null) {
          context.leave();
        }
      } finally {
        if (lock != null) {
          lock.unlock();
        }
      }
    }
  }

  /// Adds a hook.
  ///
  /// @throws RuntimeError if the hooks have run already, or too many were added while they run
  public synchronized void add(long function, long data) {
    if (function == 0) {
      throw new TypeError("tn_at_exit() was given NULL as its hook");
    }
    if (ended) {
      throw new RuntimeError("cannot add an exit hook: those of the module have run");
    }
    if (runs && ++late > MOST_LATE) {
      throw new RuntimeError(
          "cannot add an exit hook: the module ends, and its hooks have added %d since"
              .formatted(MOST_LATE));
    }
    hooks.push(new Hook(function, data));
  }

  private synchronized @Nullable Hook next() {
    Hook hook = hooks.poll();
    runs = true;
    ended = hook == null;
    return hook;
  }

  /// Runs the hooks, those included that are added meanwhile.
  ///
  /// @param failures gets what they raise
  void run(NativeInstance instance, List<Throwable> failures) {
    for (Hook hook = next(); hook != null; hook = next()) {
      try {
        hook.run(instance);
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
    }
  }
}
