package dev.tenon.module;

import dev.tenon.error.InterpreterError;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A call by name that came while another version of the module took the place of the present one.
/// It waits for the end of that and goes to the function that has the name then. Only a call that
/// was refused at the entry of the module's own function is made again: nothing of it has run.
final class ReplacedCall {

  private static final long PATIENCE_NANOS = 50_000;

  private final ModuleObject module;
  private final String name;
  private TenonCallable refused;

  /// @param refused the function that was called
  ReplacedCall(ModuleObject module, String name, TenonCallable refused) {
    this.module = module;
    this.name = name;
    this.refused = refused;
  }

  /// Makes the call again until it is let in.
  ///
  /// @param refusal the error of the first call
  /// @throws InterpreterError if it is not about a replacement, or the current thread is part of it
  @Nullable Object again(InterpreterError refusal, Function<TenonCallable, @Nullable Object> call) {
    InterpreterError last = refusal;
    boolean hasChanged = true;
    while (true) {
      if (!isRefusedEntry(last)) {
        throw last;
      }
      boolean waited = await(last);
      TenonCallable now = module.callable(name);
      if (now == refused && !waited && !hasChanged) {
        throw last;
      }
      hasChanged = now != refused;
      refused = now;
      try {
        return call.apply(now);
      } catch (InterpreterError e) {
        last = e;
      }
    }
  }

  /// An error that has passed through a second function comes from deeper calls.
  private boolean isRefusedEntry(InterpreterError error) {
    return error.isRefusedBy(module)
        && error.frames().size() <= 1
        && refused instanceof ModuleFunction;
  }

  /// Waits while the module is being replaced.
  ///
  /// @return whether it was
  private boolean await(InterpreterError refusal) {
    boolean waited = false;
    for (Thread replacer = module.replacer(); replacer != null; replacer = module.replacer()) {
      ModuleState state = module.state();
      if (replacer == Thread.currentThread() || (state != null && state.isEntered())) {
        throw refusal; // the replacement waits for this thread
      }
      waited = true;
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
    return waited;
  }
}
