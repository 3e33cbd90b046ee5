package dev.tenon.imports;

import dev.tenon.error.AttributeError;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.RuntimeError;
import dev.tenon.error.TenonError;
import dev.tenon.error.TypeError;
import dev.tenon.error.ValueError;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.Warning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The import system of one interpreter: finds, creates, registers and executes modules as CPython's
/// `importlib` does. Any thread may import; each module's body runs once, in one thread, and other
/// threads wait for it.
public final class ImportSystem {

  private final ModuleOwner owner;
  private final SysModules modules = new SysModules();
  private final ModuleLocks locks = new ModuleLocks();
  private final ModuleFactory factory;
  private final List<MetaPathFinder> metaPath;
  private final List<String> path;
  private final List<PathHook> pathHooks;
  private final Map<String, @Nullable PathEntryFinder> pathImporterCache =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /// An import system with the standard finders.
  ///
  /// @param path the initial path entries
  public ImportSystem(ModuleOwner owner, Collection<String> path) {
    this.owner = owner;
    this.path = new CopyOnWriteArrayList<>(path);
    this.factory = new ModuleFactory(owner);
    this.pathHooks =
        new CopyOnWriteArrayList<>(List.of(JarFinder::finderFor, DirectoryFinder::finderFor));
    this.metaPath =
        new CopyOnWriteArrayList<>(List.of(new ProvidedModuleFinder(), new PathFinder(this, owner)));
  }

  /// `sys.modules`.
  public SysModules modules() {
    return modules;
  }

  /// `sys.meta_path`, live.
  public List<MetaPathFinder> metaPath() {
    return metaPath;
  }

  /// `sys.path`, live.
  public List<String> path() {
    return path;
  }

  /// `sys.path_hooks`, live.
  public List<PathHook> pathHooks() {
    return pathHooks;
  }

  /// `sys.path_importer_cache`, live.
  public Map<String, @Nullable PathEntryFinder> pathImporterCache() {
    return pathImporterCache;
  }

  /// The finders in the importer cache, without the entries that no hook understood.
  List<PathEntryFinder> knownPathEntryFinders() {
    synchronized (pathImporterCache) {
      return pathImporterCache.values().stream().filter(Objects::nonNull).toList();
    }
  }

  /// Imports a module by its full name.
  ///
  /// @return what `sys.modules` holds for it afterwards
  /// @throws ModuleNotFoundException if no finder knows it
  /// @throws ImportException if it cannot be loaded
  /// @throws TenonError what the module's body raises
  public Object importModule(String name) {
    while (true) {
      Object module = modules.find(name);
      if (module == null) {
        throw new ModuleNotFoundException(
            "import of %s halted; None in sys.modules".formatted(name), name);
      }
      if (module == SysModules.absent()) {
        return load(name);
      }
      if (!isInitializing(module)) {
        return module;
      }
      locks.awaitImported(name);
      // The import that was awaited may have failed; then it is tried again here.
      if (modules.find(name) == module) {
        return module;
      }
    }
  }

  /// Imports a module whose name may begin with dots (IMP-13).
  ///
  /// @param packageName the package that leading dots start from
  /// @throws TypeError if the name is relative and there is no package
  public Object importModule(String name, @Nullable String packageName) {
    if (!name.startsWith(".")) {
      return importModule(name);
    }
    if (packageName == null || packageName.isEmpty()) {
      throw new TypeError(
          "the 'package' argument is required to perform a relative import for '%s'"
              .formatted(name));
    }
    return importModule(ModuleNames.resolve(name, packageName));
  }

  private static boolean isInitializing(Object module) {
    return module instanceof ModuleObject object
        && object.namespace().get("__spec__") instanceof ModuleSpec spec
        && spec.isInitializing();
  }

  private Object load(String name) {
    if (name.isEmpty()) {
      throw new ValueError("Empty module name");
    }
    locks.acquire(name);
    try {
      Object module = modules.find(name);
      if (module == SysModules.absent()) {
        return owner.enter(() -> findAndLoad(name));
      }
      return module == null ? importModule(name) : module;
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RuntimeError("the import of '%s' raised %s".formatted(name, e), e);
    } finally {
      locks.release(name);
    }
  }

  private Object findAndLoad(String name) throws Exception {
    String parent = ModuleNames.parent(name);
    List<String> searched = null;
    if (!parent.isEmpty()) {
      Object parentModule = importModule(parent);
      Object now = modules.find(name);
      if (now != SysModules.absent()) {
        return importModule(name);
      }
      searched = packagePath(parentModule, parent, name);
    }
    ModuleSpec spec = findSpec(name, searched, null);
    if (spec == null) {
      throw new ModuleNotFoundException("No module named '%s'".formatted(name), name);
    }
    Object module = loadSpec(spec);
    if (!parent.isEmpty()) {
      bindInParent(parent, ModuleNames.tail(name), module);
    }
    return module;
  }

  private static List<String> packagePath(Object parentModule, String parent, String name) {
    Object found =
        parentModule instanceof ModuleObject object
            ? object.getOrDefault("__path__", null)
            : null;
    if (found instanceof List<?> list) {
      List<String> entries = new ArrayList<>();
      for (Object entry : list) {
        if (entry instanceof String text) {
          entries.add(text);
        }
      }
      return entries;
    }
    throw new ModuleNotFoundException(
        "No module named '%s'; '%s' is not a package".formatted(name, parent), name);
  }

  private void bindInParent(String parent, String child, Object module) {
    if (!(modules.get(parent) instanceof ModuleObject object)) {
      return;
    }
    try {
      object.set(child, module);
    } catch (AttributeError _) {
      owner.warn(
          new Warning(
              Warning.Category.IMPORT,
              "Cannot set an attribute on '%s' for child module '%s'".formatted(parent, child)));
    }
  }

  /// Asks the meta path for a module.
  ///
  /// @param searched the parent's `__path__`; null for a top-level module
  /// @param target the module being reloaded; null on an import
  @Nullable ModuleSpec findSpec(
      String name, @Nullable List<String> searched, @Nullable ModuleObject target) {
    if (metaPath.isEmpty()) {
      owner.warn(new Warning(Warning.Category.IMPORT, "sys.meta_path is empty"));
    }
    boolean registered = modules.contains(name);
    for (MetaPathFinder finder : metaPath) {
      ModuleSpec spec = finder.findSpec(name, searched, target);
      if (spec != null) {
        return registered ? spec : registeredMeanwhile(name, spec);
      }
    }
    return null;
  }

  /// The spec of a module that its own finder has imported, else the spec that was found.
  private ModuleSpec registeredMeanwhile(String name, ModuleSpec found) {
    return modules.get(name) instanceof ModuleObject object
            && object.namespace().get("__spec__") instanceof ModuleSpec spec
        ? spec
        : found;
  }

  /// Searches the spec of a module without loading it; its parents are imported (SPEC-10 to SPEC-12).
  ///
  /// @return the spec, or null if no finder knows the module
  /// @throws ValueError if the module is registered and has no spec
  public @Nullable ModuleSpec findSpec(String name) {
    Object module = modules.find(name);
    if (module != SysModules.absent()) {
      return module == null ? null : specOf(module, name);
    }
    String parent = ModuleNames.parent(name);
    return findSpec(
        name,
        parent.isEmpty() ? null : packagePath(importModule(parent), parent, name),
        null);
  }

  private static ModuleSpec specOf(Object module, String name) {
    Object spec =
        module instanceof ModuleObject object ? object.getOrDefault("__spec__", "") : "";
    if (spec instanceof ModuleSpec found) {
      return found;
    }
    throw new ValueError("%s.__spec__ is %s".formatted(name, spec == null ? "None" : "not set"));
  }

  /// Makes the module of a spec, not registered and not executed.
  ///
  /// @throws TenonError what the loader's create step raises
  public Object moduleFromSpec(ModuleSpec spec) {
    return raising(spec, () -> owner.enter(() -> factory.create(spec)));
  }

  private Object loadSpec(ModuleSpec spec) throws Exception {
    Object module = factory.create(spec);
    // The mark must be set before other threads can see the module.
    spec.setInitializing(true);
    try {
      modules.put(spec.name(), module);
      try {
        execute(spec, module);
      } catch (Throwable failure) {
        modules.remove(spec.name());
        throw failure;
      }
      Object registered = modules.find(spec.name());
      if (registered == SysModules.absent()) {
        throw new ImportException(
            "module '%s' not in sys.modules after its execution".formatted(spec.name()),
            spec.name());
      }
      return registered == null ? module : registered;
    } finally {
      spec.setInitializing(false);
    }
  }

  private static void execute(ModuleSpec spec, Object module) throws Exception {
    Loader loader = spec.loader();
    if (loader != null) {
      loader.execModule(module);
    } else if (spec.submoduleSearchLocations() == null) {
      throw new ImportException("missing loader", spec.name());
    }
  }

  /// Lets all finders forget what they remember about the places they search (FIND-11).
  public void invalidateCaches() {
    metaPath.forEach(MetaPathFinder::invalidateCaches);
  }

  private interface Step<T> {
    T run() throws Exception;
  }

  private static <T> T raising(ModuleSpec spec, Step<T> step) {
    try {
      return step.run();
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RuntimeError("loading '%s' raised %s".formatted(spec.name(), e), e);
    }
  }
}
