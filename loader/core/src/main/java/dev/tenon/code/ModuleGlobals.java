package dev.tenon.code;

import dev.tenon.error.AttributeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Globals in module mode.
final class ModuleGlobals implements Globals {

  private final ModuleObject module;
  private final @Nullable ModuleOwner owner;

  ModuleGlobals(ModuleObject module) {
    this.module = module;
    owner = module.owner() == null ? Names.currentOwner() : module.owner();
  }

  @Override
  public @Nullable Object getOrDefault(String name, @Nullable Object fallback) {
    Object value = module.getOrDefault(name, Absent.ABSENT);
    return value == Absent.ABSENT
        ? Names.builtin(module.namespace().get("__builtins__"), owner, name, fallback)
        : value;
  }

  @Override
  public void set(String name, @Nullable Object value) {
    module.set(name, value);
  }

  @Override
  public void delete(String name) {
    try {
      module.delete(name);
    } catch (AttributeError e) {
      throw module.kind().propertyNames().contains(name) ? e : Names.undefined(name, e);
    }
  }

  @Override
  public @Nullable ModuleObject module() {
    return module;
  }

  @Override
  public Map<String, @Nullable Object> mapping() {
    return module.namespace();
  }
}
