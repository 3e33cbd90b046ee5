// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.module.ModuleHost.CloseAction;
import dev.tenon.spi.ModuleOwner;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The end of one interpreter, in CPython's order: exit callbacks while everything works, then the
/// search for modules ends, the module instances are released in reverse order of loading, and the
/// namespaces are wiped. Each step happens once, and all failures are collected.
final class Shutdown {

  private enum Stage {
    OPEN,
    EXITING,
    FINALIZING,
    CLOSED
  }

  private final ExitStack exitCallbacks = new ExitStack();
  private final ExitStack instances = new ExitStack();
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);
  private volatile @Nullable Thread closer;
  private @Nullable Throwable failure;

  /// Whether the current thread may still use the interpreter. While it is finalized only the
  /// thread that closes it may.
  boolean isOpen() {
    return switch (stage.get()) {
      case OPEN, EXITING -> true;
      case FINALIZING -> closer == Thread.currentThread();
      case CLOSED -> false;
    };
  }

  /// Whether the interpreter's modules are being released or are gone.
  boolean hasEnded() {
    return stage.get().compareTo(Stage.FINALIZING) >= 0;
  }

  /// Whether somebody has begun to close the interpreter.
  boolean hasBegun() {
    return stage.get() != Stage.OPEN;
  }

  /// Whether the current thread is inside a function whose state would be freed.
  boolean isEntered() {
    return instances.isEntered();
  }

  /// Adds an exit callback.
  ///
  /// @return false if it is too late for it
  boolean onExit(CloseAction callback) {
    return exitCallbacks.push(callback);
  }

  /// Adds a module instance to release.
  ///
  /// @return false if it is too late for it
  boolean closeLater(CloseAction instance) {
    return instances.push(instance);
  }

  /// Puts a module instance in the place of the last one that meets a condition.
  ///
  /// @return whether there was one
  boolean replace(Predicate<CloseAction> replaced, CloseAction instance) {
    return instances.replace(replaced, instance);
  }

  /// Takes the last module instance that meets a condition.
  ///
  /// @return null if there is none
  @Nullable CloseAction take(Predicate<CloseAction> condition) {
    return instances.take(condition);
  }

  /// Ends an interpreter, unless that was begun before.
  ///
  /// @throws TenonError the first failure, with the others suppressed
  void run(Interpreter interpreter) {
    if (!stage.compareAndSet(Stage.OPEN, Stage.EXITING)) {
      return;
    }
    ScopedValue.where(ModuleOwner.CURRENT, interpreter.view()).run(() -> runInside(interpreter));
    interpreter.leaveParent();
    rethrow();
  }

  private void runInside(Interpreter interpreter) {
    runAll(exitCallbacks);
    interpreter.closeSubinterpreters(this::attempt);
    closer = Thread.currentThread();
    stage.set(Stage.FINALIZING);
    interpreter.view().tellCloseWatchers();
    attempt(interpreter.importControl()::endSearch);
    runAll(instances);
    attempt(() -> interpreter.importControl().wipe(interpreter.builtins()));
    stage.set(Stage.CLOSED);
    closer = null;
  }

  /// Runs the actions of a stack, those included that are added meanwhile.
  private void runAll(ExitStack actions) {
    CloseAction action = actions.popOrSeal();
    while (action != null) {
      attempt(action);
      action = actions.popOrSeal();
    }
  }

  private void attempt(CloseAction action) {
    try {
      action.close();
    } catch (StackOverflowError e) {
      note(new RecursionError(e));
    } catch (Throwable e) {
      note(e);
    }
  }

  private void note(Throwable raised) {
    if (failure == null) {
      failure = raised;
    } else if (failure != raised) {
      failure.addSuppressed(raised);
    }
  }

  private void rethrow() {
    if (failure == null) {
      return;
    }
    switch (failure) {
      case TenonError error -> throw error;
      case Error error -> throw error;
      default -> throw new RuntimeError("closing the interpreter failed: " + failure, failure);
    }
  }
}
