package dev.tenon.imports;

import dev.tenon.module.ModuleOwner;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// What one interpreter searches for modules: meta path, path, path hooks and importer cache. All
/// are open to change by any thread.
final class Finders {

  private final List<MetaPathFinder> metaPath;
  private final List<String> path;
  private final List<PathHook> pathHooks;
  private final Map<String, @Nullable PathEntryFinder> pathImporterCache =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /// The standard finders: modules that the host provides, then the path with its jars and folders.
  Finders(SysModules modules, ModuleOwner owner, Collection<String> entries, LinkPolicy links) {
    path = new CopyOnWriteArrayList<>(entries);
    LinkGuard guard = new LinkGuard(links, path);
    pathHooks =
        new CopyOnWriteArrayList<>(
            List.of(
                entry -> JarFinder.finderFor(entry, guard),
                entry -> DirectoryFinder.finderFor(entry, guard)));
    metaPath =
        new CopyOnWriteArrayList<>(
            List.of(
                new ProvidedModuleFinder(ProvidedModules::ofHost),
                new PathFinder(this, modules, owner)));
  }

  List<MetaPathFinder> metaPath() {
    return metaPath;
  }

  List<String> path() {
    return path;
  }

  List<PathHook> pathHooks() {
    return pathHooks;
  }

  Map<String, @Nullable PathEntryFinder> pathImporterCache() {
    return pathImporterCache;
  }
}
