// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.imports.name.Identity;
import dev.tenon.module.ModuleObject;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Remembers the executions of modules: a count and a weak reference for each module that was
/// loaded, and at a reload or a further import weak references to the values that the module has
/// until then. It keeps no value alive.
public final class ExecutionHistory {

  private final Map<String, Past> pasts = new HashMap<>(2);

  /// What is known about a name.
  private static final class Past {
    int executions;
    @Nullable WeakReference<ModuleObject> latest;
    final List<Earlier> earlier = new ArrayList<>(0);
  }

  /// The values that a module had after an execution.
  ///
  /// @param execution the number of the execution, counted from 1
  /// @param module the module object
  /// @param values what its namespace held, by name
  record Earlier(
      int execution,
      WeakReference<ModuleObject> module,
      Map<String, WeakReference<Object>> values) {

    static Earlier of(int execution, ModuleObject module) {
      Map<String, WeakReference<Object>> values = new HashMap<>();
      module
          .namespace()
          .forEach((name, value) -> {
            if (hasIdentity(value)) {
              values.put(name, new WeakReference<>(value));
            }
          });
      return new Earlier(execution, new WeakReference<>(module), values);
    }

    boolean isForgotten() {
      values.values().removeIf(value -> value.refersTo(null));
      return values.isEmpty() && module.refersTo(null);
    }
  }

  /// Whether a value can be distinguished from another one that is equal to it.
  static boolean hasIdentity(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case String _, Number _, Boolean _, Character _, Enum<?> _ -> false;
      default -> true;
    };
  }

  /// A new module object was registered. If its body is about to run, that is an execution; a body
  /// that is put off becomes one when it [runs][#resumed].
  synchronized void started(String name, Object module, boolean runsBody) {
    Past past = pasts.computeIfAbsent(name, _ -> new Past());
    ModuleObject replaced = past.latest == null ? null : past.latest.get();
    if (replaced != null && !Identity.same(replaced, module)) {
      remember(past, replaced);
    }
    past.executions += runsBody ? 1 : 0;
    past.latest = module instanceof ModuleObject object ? new WeakReference<>(object) : null;
  }

  /// The body of a registered module is about to run again.
  synchronized void restarted(String name, ModuleObject module) {
    Past past = pasts.computeIfAbsent(name, _ -> new Past());
    remember(past, module);
    past.executions++;
    past.latest = new WeakReference<>(module);
  }

  /// The body that was about to run again has not: nothing of it was executed.
  synchronized void withdrawn(String name) {
    Past past = pasts.get(name);
    if (past != null && past.executions > 0 && !past.earlier.isEmpty()) {
      past.executions--;
      past.earlier.removeLast();
    }
  }

  /// The body of a lazy module is about to run for the first time.
  public synchronized void resumed(String name) {
    pasts.computeIfAbsent(name, _ -> new Past()).executions++;
  }

  /// A module has been unloaded: what comes next under its name has no past.
  synchronized void unloaded(String name) {
    pasts.remove(name);
  }

  private static void remember(Past past, ModuleObject module) {
    past.earlier.removeIf(Earlier::isForgotten);
    past.earlier.add(Earlier.of(past.executions, module));
  }

  /// How often a body was started for a name.
  synchronized int executions(String name) {
    Past past = pasts.get(name);
    return past == null ? 0 : past.executions;
  }

  /// Hands out everything that is remembered about earlier executions, name by name, oldest first.
  synchronized void forEachEarlier(BiConsumer<String, Earlier> action) {
    pasts.forEach((name, past) -> past.earlier.forEach(earlier -> action.accept(name, earlier)));
  }
}
