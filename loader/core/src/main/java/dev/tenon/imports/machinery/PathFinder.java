// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ImportException;
import dev.tenon.error.SearchReport;
import dev.tenon.imports.archive.HostArchives;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.registry.SysModules;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.PathEntryFinder;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Searches the entries of a path one after the other, each with the finder that a path hook made
/// for it. Folders without a module file of their own are gathered as portions of a namespace
/// package (PEP 420).
final class PathFinder implements MetaPathFinder {

  /// Its printed form.
  static final String NAME = "PathFinder";

  private final Finders finders;
  private final SysModules modules;
  private final ModuleOwner owner;
  private final Map<String, String> refusals = new ConcurrentHashMap<>(2);
  private volatile int epoch;

  PathFinder(Finders finders, SysModules modules, ModuleOwner owner) {
    this.finders = finders;
    this.modules = modules;
    this.owner = owner;
  }

  @Override
  public @Nullable ModuleSpec findSpec(
      String name, @Nullable List<String> path, @Nullable ModuleObject target) {
    ModuleSpec spec = search(name, searched(path), target);
    List<String> portions = spec.submoduleSearchLocations();
    if (spec.loader() != null) {
      return spec;
    }
    if (portions == null || portions.isEmpty()) {
      return null;
    }
    NamespacePath live = new NamespacePath(this, name, portions);
    return ModuleSpec.of(name, null).submoduleSearchLocations(live).build();
  }

  private List<?> searched(@Nullable List<String> path) {
    return path == null ? topLevel() : path;
  }

  /// The path of the interpreter, and behind it what the host program has for itself.
  private List<?> topLevel() {
    List<String> host = HostArchives.entries();
    if (host.isEmpty()) {
      return finders.path();
    }
    List<@Nullable Object> all = new ArrayList<>(finders.path());
    all.addAll(host);
    return all;
  }

  /// The first module on the path, or a spec without loader that lists the portions found.
  ModuleSpec search(String name, List<?> path, @Nullable ModuleObject target) {
    List<String> portions = new ArrayList<>();
    for (Object entry : path) {
      ModuleSpec spec = searchEntry(name, entry, target);
      if (spec != null && spec.loader() != null) {
        return spec;
      }
      if (spec != null) {
        portions.addAll(portionsOf(spec));
      }
    }
    return ModuleSpec.of(name, null).submoduleSearchLocations(portions).build();
  }

  private @Nullable ModuleSpec searchEntry(
      String name, @Nullable Object entry, @Nullable ModuleObject target) {
    // The list is open to scripts: what is not text is passed over (FIND-10).
    PathEntryFinder finder = entry instanceof String text ? finder(text) : null;
    return finder == null ? null : oneAtATime(finder, () -> finder.findSpec(name, target));
  }

  /// Asks a finder, one at a time unless it is concurrent.
  private <T extends @Nullable Object> T oneAtATime(PathEntryFinder finder, Supplier<T> question) {
    return finders.callbacks().callUnless(finder.isConcurrent(), question);
  }

  private static List<String> portionsOf(ModuleSpec spec) {
    List<String> portions = spec.submoduleSearchLocations();
    if (portions == null) {
      throw new ImportException("spec missing loader", spec.name());
    }
    return portions;
  }

  /// The finder of a path entry, made on first use; null if no path hook understands the entry.
  private @Nullable PathEntryFinder finder(String entry) {
    String key = key(entry);
    Map<String, @Nullable PathEntryFinder> cache = finders.pathImporterCache();
    PathEntryFinder known = cache.get(key);
    if (known != null || cache.containsKey(key)) {
      return known;
    }
    return finders
        .callbacks()
        .<@Nullable PathEntryFinder>call(
            () -> cache.containsKey(key) ? cache.get(key) : ask(key, cache));
  }

  private @Nullable PathEntryFinder ask(String key, Map<String, @Nullable PathEntryFinder> cache) {
    PathEntryFinder made = askHooks(key);
    cache.put(key, made);
    return made;
  }

  private static String key(String entry) {
    return entry.isEmpty() ? Path.of("").toAbsolutePath().toString() : entry;
  }

  private @Nullable PathEntryFinder askHooks(String entry) {
    if (finders.pathHooks().isEmpty()) {
      owner.warn(new Warning(Warning.Category.IMPORT, "sys.path_hooks is empty"));
    }
    refusals.remove(entry);
    for (Function<String, @Nullable PathEntryFinder> hook : finders.pathHooks()) {
      try {
        PathEntryFinder finder = hook.apply(entry);
        if (finder != null) {
          return finder;
        }
      } catch (ImportException refusal) {
        refusals.put(entry, String.valueOf(refusal.getMessage()));
      }
    }
    return null;
  }

  /// The path on which a namespace package lies: `sys.path`, or its parent's `__path__`.
  List<?> pathAround(String name) {
    String parent = ModuleNames.parent(name);
    if (parent.isEmpty()) {
      return topLevel();
    }
    List<?> path = PackagePath.of(modules.get(parent));
    return path == null ? List.of() : path;
  }

  /// How often caches have been invalidated.
  int epoch() {
    return epoch;
  }

  @Override
  public List<SearchReport.Attempt> explainMiss(String name, @Nullable List<String> path) {
    return searchedPath(name, path).attempts();
  }

  /// The entries that a search for a module asks, as they are now.
  SearchedPath searchedPath(String name, @Nullable List<String> path) {
    List<SearchedPath.Entry> entries = new ArrayList<>();
    for (Object entry : searched(path)) {
      entries.add(searchedEntry(entry));
    }
    return new SearchedPath(name, entries, finders.callbacks());
  }

  private SearchedPath.Entry searchedEntry(@Nullable Object entry) {
    if (!(entry instanceof String text)) {
      return new SearchedPath.Entry(String.valueOf(entry), null, "passed over, it is no text");
    }
    PathEntryFinder finder = finder(text);
    return new SearchedPath.Entry(text, finder, finder == null ? refusal(text) : "");
  }

  private String refusal(String entry) {
    return refusals.getOrDefault(
        key(entry), "no path hook understands it; it is no folder or archive");
  }

  @Override
  public Collection<String> namesBeside(String name, @Nullable List<String> path) {
    return searchedPath(name, path).namesBeside();
  }

  @Override
  public List<ModuleSpec> findAllSpecs(String name, @Nullable List<String> path) {
    List<ModuleSpec> specs = new ArrayList<>();
    for (Object entry : searched(path)) {
      ModuleSpec spec = searchEntry(name, entry, null);
      if (spec != null && spec.loader() != null) {
        specs.add(spec);
      }
    }
    return specs;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // Any change will do.
  public void invalidateCaches() {
    Map<String, @Nullable PathEntryFinder> cache = finders.pathImporterCache();
    List<@Nullable PathEntryFinder> kept;
    synchronized (cache) {
      // The current folder may have changed, and an entry that nobody understood may have come up.
      cache.entrySet().removeIf(known -> known.getValue() == null || !isAbsolute(known.getKey()));
      kept = new ArrayList<>(cache.values());
    }
    for (PathEntryFinder finder : kept) {
      if (finder != null) {
        oneAtATime(
            finder,
            () -> {
              finder.invalidateCaches();
              return finder;
            });
      }
    }
    epoch++;
  }

  private static boolean isAbsolute(String entry) {
    try {
      return Path.of(entry).isAbsolute();
    } catch (InvalidPathException _) {
      // An entry of the host's own kind.
      return true;
    }
  }

  @Override
  public boolean isConcurrent() {
    return true;
  }

  @Override
  public String toString() {
    return NAME;
  }
}
