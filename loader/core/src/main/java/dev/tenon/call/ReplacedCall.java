// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.value.TenonCallable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A call by name that came while another version of the module took the place of the present one.
/// It waits for the end of that and goes to the function that has the name then. Only a call that
/// was refused at the entry of the module's own function is made again: nothing of it has run.
public final class ReplacedCall {

  private static final long PATIENCE_NANOS = 50_000;

  private final Object module;
  private final Supplier<TenonCallable> present;
  private final Supplier<@Nullable Thread> replacer;
  private final BooleanSupplier isEntered;
  private TenonCallable refused;

  /// @param present finds what has the name now
  /// @param replacer the thread that replaces the module; null while nobody does
  /// @param isEntered whether the current thread is in a call of the module
  /// @param refused the function that was called
  public ReplacedCall(
      Object module,
      Supplier<TenonCallable> present,
      Supplier<@Nullable Thread> replacer,
      BooleanSupplier isEntered,
      TenonCallable refused) {
    this.module = module;
    this.present = present;
    this.replacer = replacer;
    this.isEntered = isEntered;
    this.refused = refused;
  }

  /// Makes the call again until it is let in.
  ///
  /// @param refusal the error of the first call
  /// @throws InterpreterError if it is not about a replacement, or the current thread is part of it
  public @Nullable Object again(
      InterpreterError refusal, Function<TenonCallable, @Nullable Object> call) {
    InterpreterError last = refusal;
    while (true) {
      if (!isRefusedEntry(last)) {
        throw last;
      }
      boolean waited = await(last);
      TenonCallable now = present.get();
      // Who was refused for good was so deeper inside, by a function that somebody has kept.
      if (now == refused && !waited && !last.isPassing()) {
        throw last;
      }
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
        && refused instanceof HandleSource source
        && source.isRefusedAtEntry();
  }

  /// Waits while the module is being replaced.
  ///
  /// @return whether it was
  private boolean await(InterpreterError refusal) {
    boolean waited = false;
    for (Thread now = replacer.get(); now != null; now = replacer.get()) {
      if (now == Thread.currentThread() || isEntered.getAsBoolean()) {
        throw refusal; // the replacement waits for this thread
      }
      waited = true;
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
    return waited;
  }
}
