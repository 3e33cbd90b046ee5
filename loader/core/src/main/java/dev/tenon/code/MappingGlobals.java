// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Deferred;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Globals in plain mode.
final class MappingGlobals implements Globals {

  private final Map<String, @Nullable Object> mapping;
  private final @Nullable ModuleOwner owner = Builtins.currentOwner();

  MappingGlobals(Map<String, @Nullable Object> mapping) {
    this.mapping = mapping;
  }

  @Override
  public @Nullable Object getOwn(String name, @Nullable Object fallback) {
    Object value = mapping.get(name);
    if (value instanceof Deferred deferred) {
      return reified(name, deferred);
    }
    return value != null || mapping.containsKey(name) ? value : fallback;
  }

  @Override
  public @Nullable Object getBuiltin(String name, @Nullable Object fallback) {
    return Builtins.find(mapping.get("__builtins__"), owner, name, fallback);
  }

  @Override
  public @Nullable ModuleOwner owner() {
    return owner;
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
    try {
      mapping.put(name, value);
    } catch (UnsupportedOperationException e) {
      throw new TypeError(
          "cannot store the name %s: the globals are read-only".formatted(Escapes.quoted(name)), e);
    }
  }

  @Override
  public void delete(String name) {
    if (!mapping.containsKey(name)) {
      throw Builtins.undefined(name, null);
    }
    try {
      mapping.remove(name);
    } catch (UnsupportedOperationException e) {
      throw new TypeError(
          "cannot delete the name %s: the globals are read-only".formatted(Escapes.quoted(name)),
          e);
    }
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
