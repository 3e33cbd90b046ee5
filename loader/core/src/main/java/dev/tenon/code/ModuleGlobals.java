// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Globals in module mode.
final class ModuleGlobals implements Globals {

  private final ModuleObject module;
  private final @Nullable ModuleOwner owner;

  ModuleGlobals(ModuleObject module) {
    this.module = module;
    owner = ModuleOwner.of(module) == null ? Builtins.currentOwner() : ModuleOwner.of(module);
  }

  @Override
  public @Nullable Object getOwn(String name, @Nullable Object fallback) {
    return module.getBare(name, fallback);
  }

  @Override
  public @Nullable Object getBuiltin(String name, @Nullable Object fallback) {
    return Builtins.find(module.namespace().get("__builtins__"), owner, name, fallback);
  }

  @Override
  public @Nullable ModuleOwner owner() {
    return owner;
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
      throw module.kind().propertyNames().contains(name) ? e : Builtins.undefined(name, e);
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
