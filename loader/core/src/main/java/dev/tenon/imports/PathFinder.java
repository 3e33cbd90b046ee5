package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.Warning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Searches the entries of a path one after the other, each with the finder that a path hook made for
/// it. Folders without a module file of their own are gathered as portions of a namespace package
/// (PEP 420).
final class PathFinder implements MetaPathFinder {

  private final ImportSystem system;
  private final ModuleOwner owner;

  PathFinder(ImportSystem system, ModuleOwner owner) {
    this.system = system;
    this.owner = owner;
  }

  @Override
  public @Nullable ModuleSpec findSpec(
      String name, @Nullable List<String> path, @Nullable ModuleObject target) {
    ModuleSpec spec = search(name, path == null ? system.path() : path, target);
    List<String> portions = spec == null ? null : spec.submoduleSearchLocations();
    if (spec == null || spec.loader() != null) {
      return spec;
    }
    if (portions == null || portions.isEmpty()) {
      return null;
    }
    NamespacePath live = new NamespacePath(system, this, name, portions);
    return ModuleSpec.of(name, new NamespaceLoader(live, owner))
        .submoduleSearchLocations(live)
        .build();
  }

  /// The first module on the path, or a spec without loader that lists the portions found.
  ModuleSpec search(String name, List<?> path, @Nullable ModuleObject target) {
    List<String> portions = new ArrayList<>();
    for (Object entry : path) {
      // The list is open to scripts: what is not text is passed over (FIND-10).
      PathEntryFinder finder = entry instanceof String text ? finder(text) : null;
      ModuleSpec spec = finder == null ? null : finder.findSpec(name, target);
      if (spec != null && spec.loader() != null) {
        return spec;
      }
      if (spec != null) {
        portions.addAll(portionsOf(spec));
      }
    }
    return ModuleSpec.of(name, null).submoduleSearchLocations(portions).build();
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
    String key = entry.isEmpty() ? Path.of("").toAbsolutePath().toString() : entry;
    Map<String, @Nullable PathEntryFinder> cache = system.pathImporterCache();
    PathEntryFinder known = cache.get(key);
    if (known != null || cache.containsKey(key)) {
      return known;
    }
    PathEntryFinder made = askHooks(key);
    cache.put(key, made);
    return made;
  }

  private @Nullable PathEntryFinder askHooks(String entry) {
    if (system.pathHooks().isEmpty()) {
      owner.warn(new Warning(Warning.Category.IMPORT, "sys.path_hooks is empty"));
    }
    for (PathHook hook : system.pathHooks()) {
      PathEntryFinder finder = hook.finderFor(entry);
      if (finder != null) {
        return finder;
      }
    }
    return null;
  }

  @Override
  public void invalidateCaches() {
    for (PathEntryFinder finder : system.knownPathEntryFinders()) {
      finder.invalidateCaches();
    }
  }

  @Override
  public String toString() {
    return "PathFinder";
  }
}
