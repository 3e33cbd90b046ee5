// SPDX-License-Identifier: Apache-2.0
package dev.tenon.registry;

import dev.tenon.module.namespace.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The registry of one interpreter: `sys.modules`, a live map from full names to modules in the
/// order in which their imports ended. A null value forbids the import of its name. Any thread may
/// use it.
public final class SysModules {

  private final Namespace entries = new Namespace();
  private final Supplier<List<ModuleIdentity>> identities;

  /// @param identities computes the answer of [#identity()]
  public SysModules(Supplier<List<ModuleIdentity>> identities) {
    Objects.requireNonNull(identities, "identities");
    this.identities = identities;
  }

  /// The live map itself, for what the methods here do not offer.
  public Map<String, @Nullable Object> asMap() {
    return entries;
  }

  /// Whether there is an entry, also one that holds null.
  public boolean contains(String name) {
    Objects.requireNonNull(name, "name");
    return entries.containsKey(name);
  }

  /// The entry of a name; null if there is none or if it holds null.
  public @Nullable Object get(String name) {
    Objects.requireNonNull(name, "name");
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
    Objects.requireNonNull(name, "name");
    return entries.remove(name);
  }

  /// The names in the order in which they were added.
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /// Which module objects exist now, under which names, from which origin, and where values of
  /// their earlier executions are still in use. It is computed by this call, in time proportional
  /// to the number of names bound in all registered modules.
  ///
  /// @return one answer for each registered object, in the order of the registry
  public List<ModuleIdentity> identity() {
    return identities.get();
  }

  /// The answer of [#identity()] for the object that is registered under one name.
  public Optional<ModuleIdentity> identity(String name) {
    Objects.requireNonNull(name, "name");
    return identity().stream().filter(known -> known.names().contains(name)).findFirst();
  }

  /// The entry of a name, also null if it holds that, or `fallback` if there is none.
  public @Nullable Object getOrDefault(String name, @Nullable Object fallback) {
    Objects.requireNonNull(name, "name");
    return entries.getOrDefault(name, fallback);
  }

  /// Moves an entry to the end, because the order of the registry is that in which modules are let
  /// go at shutdown. Without the entry it does nothing.
  public void moveToEnd(String name) {
    Objects.requireNonNull(name, "name");
    entries.moveToEnd(name);
  }
}
