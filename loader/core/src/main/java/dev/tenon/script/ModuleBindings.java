package dev.tenon.script;

import dev.tenon.code.Globals;
import dev.tenon.module.ModuleObject;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.script.Bindings;
import org.jspecify.annotations.Nullable;

/// The bare global names of a script: loads, stores and deletions go through the module object.
/// Names of the engine's own are kept apart, so that they never become attributes.
final class ModuleBindings extends AbstractMap<String, @Nullable Object> implements Bindings {

  private final ScriptLanguage language;
  private final ModuleObject module;
  private final Globals globals;
  private final ScriptValues values;
  private final Map<String, @Nullable Object> ofEngine = new HashMap<>();

  ModuleBindings(
      ScriptLanguage language, ModuleObject module, Globals globals, ScriptValues values) {
    this.language = language;
    this.module = module;
    this.globals = globals;
    this.values = values;
  }

  private boolean isOfEngine(String name) {
    return language.owns(name) && !module.namespace().containsKey(name);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    String name = (String) Objects.requireNonNull(key);
    return isOfEngine(name) ? ofEngine.containsKey(name) : globals.has(name);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    String name = (String) Objects.requireNonNull(key);
    return isOfEngine(name)
        ? ofEngine.get(name)
        : values.toScript(globals.getOrDefault(name, null));
  }

  @Override
  public @Nullable Object put(String name, @Nullable Object value) {
    if (isOfEngine(name)) {
      ofEngine.put(name, value);
    } else {
      globals.set(name, values.fromScript(value));
    }
    return null;
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    String name = (String) Objects.requireNonNull(key);
    if (isOfEngine(name)) {
      ofEngine.remove(name);
    } else {
      globals.delete(name);
    }
    return null;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return globals.mapping().entrySet();
  }
}
