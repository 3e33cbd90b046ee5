package dev.tenon.code;

import dev.tenon.module.Deferred;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Globals in plain mode.
final class MappingGlobals implements Globals {

  private final Map<String, @Nullable Object> mapping;
  private final @Nullable ModuleOwner owner = Names.currentOwner();

  MappingGlobals(Map<String, @Nullable Object> mapping) {
    this.mapping = mapping;
  }

  @Override
  public @Nullable Object getOrDefault(String name, @Nullable Object fallback) {
    Object value = mapping.get(name);
    if (value instanceof Deferred deferred) {
      return reified(name, deferred);
    }
    return value != null || mapping.containsKey(name)
        ? value
        : Names.builtin(mapping.get("__builtins__"), owner, name, fallback);
  }

  /// Finds a value that a lazy import has put off; reading the bare name is what it waits for (PEP
  /// 810).
  private @Nullable Object reified(String name, Deferred deferred) {
    Object value = deferred.reify();
    mapping.replace(name, deferred, value);
    return value;
  }

  @Override
  public void set(String name, @Nullable Object value) {
    mapping.put(name, value);
  }

  @Override
  public void delete(String name) {
    if (!mapping.containsKey(name)) {
      throw Names.undefined(name, null);
    }
    mapping.remove(name);
  }

  @Override
  public @Nullable ModuleObject module() {
    return null;
  }

  @Override
  public Map<String, @Nullable Object> mapping() {
    return mapping;
  }
}
