// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.SearchReport;
import dev.tenon.imports.load.BodyLoader;
import dev.tenon.imports.load.DefSource;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Finds modules that a host describes in its program, by their full names. It is for hosts that
/// embed modules of their own in one interpreter, and for tests:
///
/// ```java
/// MemoryFinder finder = new MemoryFinder();
/// finder.addPackage("shop", module -> {});
/// finder.add("shop.cart", module -> module.set("limit", 100L));
/// interpreter.imports().metaPath().addFirst(finder);
/// ```
///
/// Modules may be added, replaced and removed at any time by any thread; this has effect on imports
/// and reloads that begin afterwards.
public final class MemoryFinder implements MetaPathFinder {

  private record Entry(Loader loader, boolean isPackage) {}

  private record Described(ModuleDef def, boolean inPackage) implements DefSource {
    @Override
    public boolean isPackage(String name) {
      return inPackage;
    }

    @Override
    public ModuleDef query(ModuleSpec spec) {
      return def;
    }
  }

  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  /// A finder that knows no modules yet.
  public MemoryFinder() {}

  /// Adds a module whose body is a piece of Java, which runs again on a reload.
  public MemoryFinder add(String name, ModuleSlot.ExecBody body) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(body, "body");
    return put(name, new BodyLoader(body, false), false);
  }

  /// Adds a package whose body is a piece of Java, which runs again on a reload.
  public MemoryFinder addPackage(String name, ModuleSlot.ExecBody body) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(body, "body");
    return put(name, new BodyLoader(body, true), true);
  }

  /// Adds a module of a descriptor, under the name that the descriptor gives.
  public MemoryFinder add(ModuleDef def) {
    return put(def.name(), new ExtensionLoader(new Described(def, false)), false);
  }

  /// Adds a package whose own body is a descriptor, under the name that the descriptor gives.
  public MemoryFinder addPackage(ModuleDef def) {
    return put(def.name(), new ExtensionLoader(new Described(def, true)), true);
  }

  /// Adds a module with a loader, which says itself whether the module is a package.
  public MemoryFinder add(String name, Loader loader) {
    Objects.requireNonNull(name, "name");
    return put(name, loader, loader.isPackage(name));
  }

  private MemoryFinder put(String name, Loader loader, boolean isPackage) {
    entries.put(name, new Entry(loader, isPackage));
    return this;
  }

  /// Forgets a module.
  public MemoryFinder remove(String name) {
    Objects.requireNonNull(name, "name");
    entries.remove(name);
    return this;
  }

  @Override
  public @Nullable ModuleSpec findSpec(
      String name, @Nullable List<String> path, @Nullable ModuleObject target) {
    Objects.requireNonNull(name, "name");
    Entry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    ModuleSpec.Builder spec = ModuleSpec.of(name, loaderFor(entry));
    return entry.isPackage() ? spec.asPackage().build() : spec.build();
  }

  /// One loader of a descriptor serves one spec.
  private static Loader loaderFor(Entry entry) {
    return entry.loader() instanceof ExtensionLoader loader ? loader.another() : entry.loader();
  }

  @Override
  public List<SearchReport.Attempt> explainMiss(String name, @Nullable List<String> path) {
    Objects.requireNonNull(name, "name");
    return List.of(new SearchReport.Attempt(toString(), "the host has not described it"));
  }

  @Override
  public Collection<String> namesBeside(String name, @Nullable List<String> path) {
    Objects.requireNonNull(name, "name");
    return List.copyOf(entries.keySet());
  }

  @Override
  public boolean isConcurrent() {
    return true;
  }

  @Override
  public String toString() {
    return "MemoryFinder";
  }
}
