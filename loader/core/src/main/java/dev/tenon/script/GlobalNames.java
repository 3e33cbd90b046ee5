package dev.tenon.script;

import dev.tenon.code.Globals;
import dev.tenon.module.ModuleObject;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The bare global names of a script: loads, stores and deletions go through the globals. Between
/// what the globals hold and the builtins of modules stand the names of the engine's own.
final class GlobalNames {

  private enum Absent {
    ABSENT
  }

  private final Globals globals;
  private final ScriptValues values;
  private final Predicate<String> isOfEngine;
  private final boolean hookFirst;

  /// Names.
  ///
  /// @param isOfEngine whether the engine itself defines a name
  /// @param hookFirst whether the module's `__getattr__` is asked before the engine: an engine that
  ///   looks up its own names in the globals all the time must come first
  GlobalNames(
      Globals globals, ScriptValues values, Predicate<String> isOfEngine, boolean hookFirst) {
    this.globals = globals;
    this.values = values;
    this.isOfEngine = isOfEngine;
    this.hookFirst = hookFirst;
  }

  /// The value of a name for the script, or `fallback` if only the engine or nobody has it.
  @Nullable Object getOrDefault(String name, @Nullable Object fallback) {
    if (isOfEngine.test(name) && !isOfGlobals(name)) {
      return fallback;
    }
    Object value = globals.getOrDefault(name, Absent.ABSENT);
    return value == Absent.ABSENT ? fallback : values.toScript(value);
  }

  boolean has(String name) {
    return isOfEngine.test(name) ? isOfGlobals(name) : globals.has(name);
  }

  private boolean isOfGlobals(String name) {
    ModuleObject module = globals.module();
    return globals.mapping().containsKey(name)
        || (module != null
            && (hookFirst ? module.has(name) : module.kind().propertyNames().contains(name)));
  }

  /// Stores a value of the script.
  void set(String name, @Nullable Object value) {
    globals.set(name, values.fromScript(value));
  }

  void delete(String name) {
    globals.delete(name);
  }

  /// The names that the globals list.
  Iterable<String> listed() {
    return globals.mapping().keySet();
  }
}
