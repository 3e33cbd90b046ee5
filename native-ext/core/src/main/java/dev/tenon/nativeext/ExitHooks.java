package dev.tenon.nativeext;

import dev.tenon.error.RuntimeError;
import dev.tenon.error.TypeError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The C functions that run when a module instance ends, each once, the last one first.
final class ExitHooks {

  private final Deque<Hook> hooks = new ArrayDeque<>();
  private boolean ended;

  private record Hook(long function, long data) {}

  /// Adds a hook.
  ///
  /// @throws RuntimeError if the hooks have run already
  synchronized void add(long function, long data) {
    if (function == 0) {
      throw new TypeError("tn_at_exit() was given NULL as its hook");
    }
    if (ended) {
      throw new RuntimeError("cannot add an exit hook: those of the module have run");
    }
    hooks.push(new Hook(function, data));
  }

  private synchronized @Nullable Hook next() {
    Hook hook = hooks.poll();
    ended = hook == null;
    return hook;
  }

  /// Runs the hooks, those included that are added meanwhile.
  ///
  /// @param failures gets what they raise
  void run(NativeInstance instance, List<Throwable> failures) {
    for (Hook hook = next(); hook != null; hook = next()) {
      try {
        BoundCall.runHook(instance, hook.function(), hook.data());
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
    }
  }
}
