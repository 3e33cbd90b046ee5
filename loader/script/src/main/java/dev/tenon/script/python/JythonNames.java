// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.python;

import dev.tenon.code.Globals;
import dev.tenon.error.kind.NameError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The content of a `dict` of Python whose names are globals of Tenon: keys and values are those of
/// Python, and what is stored in it is stored in the globals.
///
/// What Jython needs for itself never passes through the globals: it finds its builtins here, and
/// the names that it looks up on its own, such as `__metaclass__` for a class statement, do not
/// call the `__getattr__` of a module.
final class JythonNames extends AbstractMap<Object, @Nullable Object>
    implements ConcurrentMap<Object, @Nullable Object> {

  private enum Absent {
    ABSENT
  }

  private static final String BUILTINS = "__builtins__";

  private static final Set<String> OF_ENGINE =
      Set.of("__metaclass__", "__name__", "__package__", "__path__", "__doc__", "__file__");

  private final JythonWorld world;
  private final Globals globals;
  private final boolean bare;

  /// What Jython stores while it runs a list comprehension; no script can write such a name.
  private final Map<String, Object> temporary = new ConcurrentHashMap<>();

  /// Names.
  ///
  /// @param bare whether code looks bare names up here: they go on to builtins
  JythonNames(JythonWorld world, Globals globals, boolean bare) {
    this.world = world;
    this.globals = globals;
    this.bare = bare;
  }

  /// The mapping that `globals()` shows: without properties, `__getattr__` and builtins.
  Map<String, @Nullable Object> mapping() {
    return globals.mapping();
  }

  /// The module whose names these are; null for a mapping of the user.
  @Nullable ModuleObject module() {
    ModuleObject module = globals.module();
    return module == null ? ModuleObject.owning(globals.mapping()) : module;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    String name = world.api().key(key);
    if (name == null) {
      return null;
    }
    if (isTemporary(name)) {
      return temporary.get(name);
    }
    return world.raising(() -> {
      Object value = find(name);
      return value == Absent.ABSENT ? null : world.pythonOf(value);
    });
  }

  private static boolean isTemporary(String name) {
    return name.startsWith("_[");
  }

  private @Nullable Object find(String name) {
    Map<String, @Nullable Object> mapping = globals.mapping();
    if (name.equals(BUILTINS) && !mapping.containsKey(name)) {
      return world.builtins();
    }
    Object own =
        name.equals(BUILTINS) || OF_ENGINE.contains(name)
            ? mapping.getOrDefault(name, Absent.ABSENT)
            : globals.getOwn(name, Absent.ABSENT);
    if (own != Absent.ABSENT || !bare || world.isOfLanguage(name)) {
      return own;
    }
    return globals.getBuiltin(name, Absent.ABSENT);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    String name = world.api().key(key);
    ModuleObject module = globals.module();
    return name != null
        && (globals.mapping().containsKey(name)
            || (module != null && module.kind().propertyNames().contains(name)));
  }

  @Override
  public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
    String name = world.api().key(key);
    if (name == null) {
      throw world.raised(new TypeError("the names of globals are texts"));
    }
    if (value != null && isTemporary(name)) {
      return temporary.put(name, value);
    }
    return world.raising(() -> {
      world.define(module(), value);
      globals.set(name, world.tenonOf(value));
      return null;
    });
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    String name = world.api().key(key);
    if (name == null) {
      return null;
    }
    if (isTemporary(name)) {
      return temporary.remove(name);
    }
    return world.raising(() -> {
      Object before = globals.mapping().get(name);
      try {
        globals.delete(name);
      } catch (NameError e) {
        return null;
      }
      return world.pythonOf(before);
    });
  }

  @Override
  public int size() {
    return globals.mapping().size();
  }

  @Override
  public void clear() {
    for (String name : List.copyOf(globals.mapping().keySet())) {
      remove(name);
    }
  }

  @Override
  public Set<Entry<Object, @Nullable Object>> entrySet() {
    Map<Object, @Nullable Object> listed = new LinkedHashMap<>();
    new ArrayList<>(globals.mapping().entrySet())
        .forEach(entry ->
            listed.put(world.api().text(entry.getKey()), world.pythonOf(entry.getValue())));
    return listed.entrySet();
  }

  private synchronized <T extends @Nullable Object> T atOnce(Supplier<T> action) {
    return action.get();
  }

  @Override
  public @Nullable Object putIfAbsent(Object key, @Nullable Object value) {
    return atOnce(() -> {
      Object present = get(key);
      return present == null ? put(key, value) : present;
    });
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    return atOnce(() -> {
      boolean same = Objects.equals(get(key), value);
      if (same) {
        remove(key);
      }
      return same;
    });
  }

  @Override
  public boolean replace(Object key, @Nullable Object before, @Nullable Object value) {
    return atOnce(() -> {
      boolean same = Objects.equals(get(key), before);
      if (same) {
        put(key, value);
      }
      return same;
    });
  }

  @Override
  public @Nullable Object replace(Object key, @Nullable Object value) {
    return atOnce(() -> {
      Object present = get(key);
      if (present != null) {
        put(key, value);
      }
      return present;
    });
  }
}
