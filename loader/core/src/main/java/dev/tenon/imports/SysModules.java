package dev.tenon.imports;

import dev.tenon.module.Namespace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The registry of one interpreter: `sys.modules`, a live map from full names to modules in insertion
/// order. A null value forbids the import of its name. Any thread may use it.
public final class SysModules {

  private static final Object NONE = new Object();

  private final Namespace entries = new Namespace();

  SysModules() {}

  /// The live map itself, for what the methods here do not offer.
  public Map<String, @Nullable Object> asMap() {
    return entries;
  }

  /// Whether there is an entry, also one that holds null.
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /// The entry of a name; null if there is none or if it holds null.
  public @Nullable Object get(String name) {
    return entries.get(name);
  }

  /// Sets the entry of a name.
  public void put(String name, @Nullable Object module) {
    entries.put(name, module);
  }

  /// Removes the entry of a name, if there is one.
  ///
  /// @return what it held
  public @Nullable Object remove(String name) {
    return entries.remove(name);
  }

  /// The names in the order in which they were added.
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /// The entry of a name, or [#absent] if there is none.
  @Nullable Object find(String name) {
    return entries.getOrDefault(name, NONE);
  }

  static Object absent() {
    return NONE;
  }
}
