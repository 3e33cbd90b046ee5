// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ImportException;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.imports.archive.JarFinder;
import dev.tenon.imports.archive.ProvidedModuleFinder;
import dev.tenon.imports.archive.ProvidedModules;
import dev.tenon.imports.path.DirectoryFinder;
import dev.tenon.imports.path.LinkGuard;
import dev.tenon.module.ModuleObject;
import dev.tenon.registry.SysModules;
import dev.tenon.search.LinkPolicy;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.PathEntryFinder;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.TypeNames;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one interpreter searches for modules: meta path, path, path hooks and importer cache. They
/// are attributes of its `sys` module, where they can be replaced; all are open to change by any
/// thread.
public final class Finders {

  private static final String META_PATH = "meta_path";
  private static final String PATH = "path";
  private static final String PATH_HOOKS = "path_hooks";
  private static final String PATH_IMPORTER_CACHE = "path_importer_cache";

  private final Map<String, @Nullable Object> sys;
  private final CallbackLock callbacks = new CallbackLock();

  /// Fills a `sys` module with the standard finders: modules that the host provides, then the path
  /// with its jars and folders.
  public Finders(
      ModuleObject sysModule,
      SysModules modules,
      ModuleOwner owner,
      Collection<String> entries,
      LinkPolicy links) {
    sys = sysModule.namespace();
    LinkGuard guard = new LinkGuard(links, this::path);
    sys.put(PATH, new CopyOnWriteArrayList<>(entries));
    sys.put(
        META_PATH,
        new CopyOnWriteArrayList<MetaPathFinder>(
            List.of(
                new ProvidedModuleFinder(ProvidedModules::ofHost),
                new PathFinder(this, modules, owner))));
    sys.put(
        PATH_HOOKS,
        new CopyOnWriteArrayList<Function<String, @Nullable PathEntryFinder>>(
            List.of(
                entry -> JarFinder.finderFor(entry, guard),
                entry -> DirectoryFinder.finderFor(entry, guard))));
    sys.put(PATH_IMPORTER_CACHE, Collections.synchronizedMap(new LinkedHashMap<>(2)));
  }

  /// What finders and path hooks are called through.
  CallbackLock callbacks() {
    return callbacks;
  }

  /// `sys.meta_path`.
  ///
  /// @throws ImportException if it is None, because the interpreter is closing
  @SuppressWarnings("unchecked") // What is no finder fails where it is asked.
  public List<MetaPathFinder> metaPath() {
    List<?> finders = list(META_PATH);
    if (finders == null) {
      throw new ImportException("sys.meta_path is None, Tenon is likely shutting down", null);
    }
    return (List<MetaPathFinder>) finders;
  }

  /// `sys.path`; empty if it is None.
  @SuppressWarnings("unchecked") // Entries that are no text are passed over where they are read.
  public List<String> path() {
    List<?> entries = list(PATH);
    return entries == null ? List.of() : (List<String>) entries;
  }

  /// `sys.path_hooks`; empty if it is None.
  @SuppressWarnings("unchecked") // As for the meta path.
  public List<Function<String, @Nullable PathEntryFinder>> pathHooks() {
    List<?> hooks = list(PATH_HOOKS);
    return hooks == null ? List.of() : (List<Function<String, @Nullable PathEntryFinder>>) hooks;
  }

  /// `sys.path_importer_cache`; a new one if it is None.
  @SuppressWarnings("unchecked") // As for the meta path.
  public Map<String, @Nullable PathEntryFinder> pathImporterCache() {
    return sys.get(PATH_IMPORTER_CACHE) instanceof Map<?, ?> cache
        ? (Map<String, @Nullable PathEntryFinder>) cache
        : new LinkedHashMap<>();
  }

  private @Nullable List<?> list(String attribute) {
    Object value = sys.get(attribute);
    if (value == null || value instanceof List<?>) {
      return (List<?>) value;
    }
    throw new RuntimeError(
        "sys.%s must be a list, found '%s'".formatted(attribute, TypeNames.of(value)));
  }

  /// Lets nothing be found any more, at the end of the interpreter.
  public void end() {
    for (String attribute : List.of(PATH, "argv", PATH_HOOKS, PATH_IMPORTER_CACHE, META_PATH)) {
      sys.put(attribute, null);
    }
  }
}
