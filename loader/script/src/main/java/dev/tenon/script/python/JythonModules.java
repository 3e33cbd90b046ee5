// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The content of `sys.modules` as scripts in Python see it: the modules of the interpreter, and
/// those of Jython's own library. A module of Jython's that is stored goes to these, everything
/// else to the `sys.modules` of the interpreter.
final class JythonModules extends AbstractMap<Object, @Nullable Object>
    implements ConcurrentMap<Object, @Nullable Object> {

  private final JythonWorld world;
  private final Map<String, @Nullable Object> registry;
  private final Map<String, Object> own = new LinkedHashMap<>();

  JythonModules(JythonWorld world, Map<String, @Nullable Object> registry) {
    this.world = world;
    this.registry = registry;
  }

  /// Whether Jython has a module of this name.
  synchronized boolean isOwn(String name) {
    return own.containsKey(name);
  }

  @Override
  public synchronized @Nullable Object get(@Nullable Object key) {
    String name = world.api().key(key);
    if (name == null) {
      return null;
    }
    Object known = own.get(name);
    return known != null || !registry.containsKey(name)
        ? known
        : world.pythonOf(registry.get(name));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public synchronized @Nullable Object put(@Nullable Object key, @Nullable Object value) {
    String name = String.valueOf(key);
    if (value != null && isOfJython(value)) {
      return own.put(name, value);
    }
    own.remove(name);
    registry.put(name, world.tenonOf(value));
    return null;
  }

  /// Jython marks a missing submodule with None.
  private boolean isOfJython(Object value) {
    String type = value.getClass().getSimpleName();
    return type.equals("PyModule")
        || type.equals("PyModuleDerived")
        || type.equals("PySystemState")
        || type.equals("PyJavaPackage")
        || type.equals("PyJavaType")
        || type.equals("PyType");
  }

  @Override
  public synchronized @Nullable Object remove(@Nullable Object key) {
    String name = world.api().key(key);
    if (name == null) {
      return null;
    }
    Object before = get(key);
    if (own.remove(name) == null) {
      registry.remove(name);
    }
    return before;
  }

  @Override
  public synchronized Set<Entry<Object, @Nullable Object>> entrySet() {
    Map<Object, @Nullable Object> all = new LinkedHashMap<>();
    Map.copyOf(own).forEach((name, module) -> all.put(world.api().text(name), module));
    new LinkedHashMap<>(registry)
        .forEach((name, module) -> all.putIfAbsent(world.api().text(name), world.pythonOf(module)));
    return all.entrySet();
  }

  @Override
  public synchronized @Nullable Object putIfAbsent(Object key, @Nullable Object value) {
    Object present = get(key);
    return present == null ? put(key, value) : present;
  }

  @Override
  public synchronized boolean remove(@Nullable Object key, @Nullable Object value) {
    return get(key) == value && remove(key) != null;
  }

  @Override
  public synchronized boolean replace(Object key, @Nullable Object before, @Nullable Object value) {
    boolean same = get(key) == before;
    if (same) {
      put(key, value);
    }
    return same;
  }

  @Override
  public synchronized @Nullable Object replace(Object key, @Nullable Object value) {
    Object present = get(key);
    if (present != null) {
      put(key, value);
    }
    return present;
  }
}
