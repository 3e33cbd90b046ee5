// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.module.ModuleHost.CloseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Actions that wait for the end of an interpreter; the last one added is the first to be taken. It
/// costs nothing while it is empty. Any thread may use it.
final class ExitStack {

  private record Entry(CloseAction action, @Nullable Entry below) {}

  private @Nullable Entry top;
  private boolean sealed;

  /// Adds an action.
  ///
  /// @return false if the stack takes no more actions
  synchronized boolean push(CloseAction action) {
    if (!sealed) {
      top = new Entry(action, top);
    }
    return !sealed;
  }

  /// Puts an action in the place of the last one that meets a condition.
  ///
  /// @return whether there was one
  synchronized boolean replace(Predicate<CloseAction> replaced, CloseAction action) {
    return change(replaced, below -> new Entry(action, below)) != null;
  }

  /// Takes the last action that meets a condition, wherever it is.
  ///
  /// @return null if there is none
  synchronized @Nullable CloseAction take(Predicate<CloseAction> wanted) {
    return change(wanted, below -> below);
  }

  private @Nullable CloseAction change(
      Predicate<CloseAction> wanted, Function<@Nullable Entry, @Nullable Entry> instead) {
    List<CloseAction> above = new ArrayList<>();
    Entry entry = top;
    while (entry != null && !wanted.test(entry.action())) {
      above.add(entry.action());
      entry = entry.below();
    }
    if (entry == null) {
      return null;
    }
    Entry made = instead.apply(entry.below());
    for (CloseAction each : above.reversed()) {
      made = new Entry(each, made);
    }
    top = made;
    return entry.action();
  }

  /// Whether the current thread is inside of what one of the actions would release.
  boolean isEntered() {
    for (Entry entry = top(); entry != null; entry = entry.below()) {
      if (entry.action().isEntered()) {
        return true;
      }
    }
    return false;
  }

  private synchronized @Nullable Entry top() {
    return top;
  }

  /// Takes the last action, or seals the stack if there is none.
  synchronized @Nullable CloseAction popOrSeal() {
    Entry taken = top;
    if (taken == null) {
      sealed = true;
      return null;
    }
    top = taken.below();
    return taken.action();
  }
}
