// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.dialect;

import dev.tenon.code.Globals;
import dev.tenon.module.ModuleObject;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The bare global names of a script: loads, stores and deletions go through the globals. Between
/// what the globals hold and the builtins of modules stand the names of the engine's own; the
/// module's `__getattr__` is not asked for these.
public final class GlobalNames {

  private enum Absent {
    ABSENT
  }

  private final Globals globals;
  private final ScriptValues values;
  private final Predicate<String> isOfEngine;

  /// Names.
  ///
  /// @param isOfEngine whether the engine itself defines a name
  public GlobalNames(Globals globals, ScriptValues values, Predicate<String> isOfEngine) {
    this.globals = globals;
    this.values = values;
    this.isOfEngine = isOfEngine;
  }

  /// The value of a name for the script, or `fallback` if only the engine or nobody has it.
  public @Nullable Object getOrDefault(String name, @Nullable Object fallback) {
    if (!isOfGlobals(name) && isOfEngine.test(name)) {
      return fallback;
    }
    Object value = globals.getOrDefault(name, Absent.ABSENT);
    return value == Absent.ABSENT ? fallback : values.toScript(value);
  }

  /// Whether there is a name. No getter runs for the answer.
  public boolean has(String name) {
    return isOfGlobals(name) || (!isOfEngine.test(name) && globals.has(name));
  }

  private boolean isOfGlobals(String name) {
    ModuleObject module = globals.module();
    return globals.mapping().containsKey(name)
        || (module != null && module.kind().propertyNames().contains(name));
  }

  /// Stores a value of the script.
  public void set(String name, @Nullable Object value) {
    globals.set(name, values.fromScript(value));
  }

  public void delete(String name) {
    globals.delete(name);
  }

  /// The names that the globals list.
  public Iterable<String> listed() {
    return globals.mapping().keySet();
  }
}
