package dev.tenon.script;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.script.Bindings;
import org.jspecify.annotations.Nullable;

/// The bare global names of a script as `javax.script` wants them. Names with a dot, which no
/// script can write, are the engine's own and kept apart, so that they never become attributes.
final class EngineBindings extends AbstractMap<String, @Nullable Object> implements Bindings {

  private enum Absent {
    ABSENT
  }

  private final GlobalNames names;
  private final Map<String, @Nullable Object> ofEngine = new HashMap<>();

  EngineBindings(GlobalNames names) {
    this.names = names;
  }

  /// Jython's own import statement stumbles over package names that come from Java.
  private static boolean isOfEngine(String name) {
    return name.indexOf('.') >= 0 || name.equals("__package__") || name.equals("__path__");
  }

  private static String name(@Nullable Object key) {
    return (String) Objects.requireNonNull(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    String name = name(key);
    return isOfEngine(name) ? ofEngine.containsKey(name) : names.has(name);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return getOrDefault(key, null);
  }

  @Override
  public @Nullable Object getOrDefault(@Nullable Object key, @Nullable Object fallback) {
    String name = name(key);
    return isOfEngine(name)
        ? ofEngine.getOrDefault(name, fallback)
        : names.getOrDefault(name, fallback);
  }

  @Override
  public @Nullable Object put(String name, @Nullable Object value) {
    if (isOfEngine(name)) {
      ofEngine.put(name, value);
    } else {
      names.set(name, value);
    }
    return null;
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    String name = name(key);
    if (isOfEngine(name)) {
      ofEngine.remove(name);
    } else {
      names.delete(name);
    }
    return null;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> listed = new LinkedHashMap<>();
    for (String name : names.listed()) {
      Object value = names.getOrDefault(name, Absent.ABSENT);
      if (value != Absent.ABSENT) {
        listed.put(name, value);
      }
    }
    return listed.entrySet();
  }
}
