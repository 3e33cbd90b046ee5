// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The state of one module instance: a block of native memory for a native module, an object for a
/// Java module. The loader opens it once before the first exec slot runs; the interpreter closes it
/// once, also after a failed exec.
public interface ModuleState {

  /// The state as a Java module sees it; null where it is native memory.
  ///
  /// @throws dev.tenon.error.kind.InterpreterError after [#release], for a state that has a value
  @Nullable Object value();

  /// Notes that the module ends, while everything still works. Called once, before the clear slots.
  ///
  /// @throws Exception is reported like a failure of a clear slot
  default void finish() throws Exception {
    // Most states have nothing to do before the slots run.
  }

  /// Lets no further calls in, but those of the current thread, and waits for the calls that other
  /// threads have under way. Called before the clear and free slots.
  default void awaitCalls() {
    // State that the garbage collector frees outlives every call.
  }

  /// Whether the current thread is inside a call that uses the state. The interpreter is not closed
  /// under it.
  default boolean isEntered() {
    return false;
  }

  /// Who uses the instance now and would lose something if it were released while the interpreter
  /// goes on, a phrase each: threads that are inside of it, objects that it has made and that are
  /// not closed. Other modules that have something of it are not among them.
  default List<String> users() {
    return List.of();
  }

  /// Whether the instance keeps an object that meets a condition, beyond those that the namespace
  /// of its module shows.
  default boolean holds(Predicate<@Nullable Object> condition) {
    Objects.requireNonNull(condition, "condition");
    return false;
  }

  /// Lets calls in again after [#awaitCalls].
  default void resumeCalls() {
    // Most states have let them in all the time.
  }

  /// Notes, after [#release], that the interpreter goes on without the module.
  ///
  /// @param name the full name under which it was imported
  default void unloaded(String name) {
    Objects.requireNonNull(name, "name"); // most states are gone by then
  }

  /// Releases the state. Afterwards functions of the instance raise instead of using it. Called
  /// once, after the clear and free slots.
  void release();
}
