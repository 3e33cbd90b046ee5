package dev.tenon.code;

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
    return value != null || mapping.containsKey(name)
        ? value
        : Names.builtin(mapping.get("__builtins__"), owner, name, fallback);
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
  public Map<String, @Nullable Object> mapping() {
    return mapping;
  }
}
