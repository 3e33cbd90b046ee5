// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.archive.PrivateClasses;
import dev.tenon.imports.load.Admission;
import dev.tenon.imports.load.BuiltInLoader;
import dev.tenon.imports.load.ModuleFactory;
import dev.tenon.imports.machinery.Finders;
import dev.tenon.imports.machinery.IdentityReport;
import dev.tenon.imports.machinery.ImportMachinery;
import dev.tenon.imports.machinery.MissReport;
import dev.tenon.imports.machinery.ModuleUnloader;
import dev.tenon.imports.machinery.NamespaceWipe;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.registry.ModuleIdentity;
import dev.tenon.registry.SysModules;
import dev.tenon.search.LinkPolicy;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.PathEntryFinder;
import dev.tenon.spi.ImportControl;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import dev.tenon.value.TenonCallable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The import system of one interpreter: finds, creates, registers and executes modules as
/// CPython's `importlib` does. Any thread may import; each module's body runs once, in one thread,
/// and other threads wait for it.
public final class ImportSystem {

  /// The layout that the `sys` modules of all interpreters have in common.
  private static final ModuleDef SYS = ModuleDef.of("sys").build();

  private final ModuleOwner owner;
  private final Collection<String> initialPath;
  private final Collection<String> arguments;
  private final LinkPolicy links;
  private final SysModules modules = new SysModules(this::identities);
  private final ImportFunction importFunction = new ImportFunction(this);
  private volatile @Nullable ImportMachinery machinery;
  private volatile LazyMode lazyMode = LazyMode.NORMAL;
  private volatile @Nullable LazyFilter lazyFilter;
  private boolean searchEnded;

  /// An import system with the standard finders.
  ///
  /// @param path the initial path entries
  /// @param arguments the initial `sys.argv`
  /// @param links what is done with symbolic links on the path
  /// @param control is given the control of the import system
  public ImportSystem(
      ModuleOwner owner,
      Collection<String> path,
      Collection<String> arguments,
      LinkPolicy links,
      Consumer<ImportControl> control) {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(links, "links");
    this.owner = owner;
    this.links = links;
    this.arguments = List.copyOf(arguments);
    initialPath = List.copyOf(path);
    control.accept(new Control());
  }

  ModuleOwner owner() {
    return owner;
  }

  /// `sys.modules`.
  public SysModules modules() {
    return modules;
  }

  /// The `sys` module: `modules`, `path`, `meta_path`, `path_hooks`, `path_importer_cache` and
  /// `argv`. What is bound there is what imports use. It is made, and registered, when the
  /// interpreter imports its first module or this is called first.
  public ModuleObject sys() {
    return machinery().sys();
  }

  /// `sys.meta_path`, live.
  ///
  /// @throws ImportException if it is None, which it is while the interpreter closes
  public List<MetaPathFinder> metaPath() {
    return machinery().finders().metaPath();
  }

  /// `sys.path`, live.
  public List<String> path() {
    return machinery().finders().path();
  }

  /// `sys.path_hooks`, live. A hook makes a finder for a path entry that it understands, and gives
  /// null for others. It raises [ImportException] for an entry that it understands and that cannot
  /// be used: the next hook is asked, and the reason is part of the error of a module that is not
  /// found. Hooks are called by one thread at a time, as [MetaPathFinder] says.
  public List<Function<String, @Nullable PathEntryFinder>> pathHooks() {
    return machinery().finders().pathHooks();
  }

  /// `sys.path_importer_cache`, live.
  public Map<String, @Nullable PathEntryFinder> pathImporterCache() {
    return machinery().finders().pathImporterCache();
  }

  /// Imports a module by its full name.
  ///
  /// @return what `sys.modules` holds for it afterwards; null if the module's body has put null
  ///   there
  /// @throws ModuleNotFoundException if no finder knows it
  /// @throws ImportException if it cannot be loaded
  /// @throws TenonError what the module's body raises
  public @Nullable Object importModule(String name) {
    Object found = modules.getOrDefault(name, Namespace.ABSENT);
    return found instanceof ModuleObject module && !module.isPartial()
        ? found
        : machinery().importer().importModule(name, false);
  }

  /// Imports the package that the name of an imported module begins with.
  @Nullable Object importPackageOf(String imported, String top) {
    Object found = modules.getOrDefault(top, Namespace.ABSENT);
    return imported.equals(top) || (found instanceof ModuleObject module && !module.isPartial())
        ? importModule(top)
        : machinery().importer().importParentPackage(top);
  }

  /// Imports a module whose name may begin with dots (IMP-13).
  ///
  /// @param packageName the package that leading dots start from
  /// @return what `sys.modules` holds for it afterwards
  /// @throws TypeError if the name is relative and there is no package
  /// @throws ImportException if the name leads beyond the top-level package, or as for
  ///   [#importModule(String)]
  public @Nullable Object importModule(String name, @Nullable String packageName) {
    if (name.startsWith(".") && (packageName == null || packageName.isEmpty())) {
      throw new TypeError(
          "the 'package' argument is required to perform a relative import for %s"
              .formatted(Escapes.quoted(name)));
    }
    return importModule(ModuleNames.resolve(name, packageName));
  }

  /// The full name that a name with leading dots stands for (REL-09).
  ///
  /// @param packageName the package that leading dots start from
  /// @throws ImportException if it leads beyond the top-level package, or there is no package
  public static String resolveName(String name, @Nullable String packageName) {
    return ModuleNames.resolve(name, packageName);
  }

  /// A spec from a loader, which is asked for the location and whether the module is a package
  /// (SPEC-08).
  public static ModuleSpec specFromLoader(String name, Loader loader) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(loader, "loader");
    return SpecFactory.fromLoader(name, loader);
  }

  /// A spec from a file. Without a loader it is that of the installed type of module files which
  /// the name of the file belongs to. The loader is asked whether the module is a package; the
  /// submodules of a package are searched in the folder of the file.
  ///
  /// @param file the file; null if only the loader is known
  /// @return null if there is no loader for the file (SPEC-09)
  public static @Nullable ModuleSpec specFromFile(
      String name, @Nullable Path file, @Nullable Loader loader) {
    Objects.requireNonNull(name, "name");
    return SpecFactory.fromFile(name, file, loader);
  }

  /// A spec from a file, as [#specFromFile(String, Path, Loader)] makes it, whose search locations
  /// are given (SPEC-09).
  ///
  /// @param searchLocations where the submodules are searched, an empty list for the folder of the
  ///   file; null for a module that is not a package, whatever the loader says
  /// @return null if there is no loader for the file
  public static @Nullable ModuleSpec specFromFile(
      String name,
      @Nullable Path file,
      @Nullable Loader loader,
      @Nullable List<String> searchLocations) {
    Objects.requireNonNull(name, "name");
    return SpecFactory.fromFile(name, file, loader, searchLocations);
  }

  /// The import function that every interpreter starts with, `__import__` of its builtins module.
  /// It takes the name, the caller's globals (a namespace, a [ModuleObject] or null), the from-list
  /// and the level; all but the first may be left out. To change what import statements do, bind
  /// another callable under that name.
  public TenonCallable standardImport() {
    return importFunction;
  }

  ImportFunction importFunction() {
    return importFunction;
  }

  /// The import statements of a body whose globals are a mapping.
  public ImportStatements statementsOf(Map<String, @Nullable Object> globals) {
    Objects.requireNonNull(globals, "globals");
    return ImportStatements.in(this, globals);
  }

  /// The import statements of a body whose globals are a module.
  public ImportStatements statementsOf(ModuleObject module) {
    return ImportStatements.in(this, module);
  }

  /// Which import statements are lazy.
  public LazyMode lazyMode() {
    return lazyMode;
  }

  /// Sets which import statements are lazy, for statements executed from now on.
  public void setLazyMode(LazyMode mode) {
    Objects.requireNonNull(mode, "mode");
    lazyMode = mode;
  }

  /// What decides over lazy imports; null if they are all lazy that could be.
  public @Nullable LazyFilter lazyFilter() {
    return lazyFilter;
  }

  /// Sets what decides over lazy imports; null for nothing.
  public void setLazyFilter(@Nullable LazyFilter filter) {
    lazyFilter = filter;
  }

  /// Searches the spec of a module without loading it; its parents are imported (SPEC-10 to
  /// SPEC-12).
  ///
  /// @return the spec, or null if no finder knows the module
  /// @throws ValueError if the module is registered and has no spec
  public @Nullable ModuleSpec findSpec(String name) {
    return machinery().unchecked(name, () -> machinery().search().findRegisteredOrSearch(name));
  }

  /// Searches the spec of a module as [#findSpec(String)] does.
  ///
  /// @throws ModuleNotFoundException if no finder knows the module; it lists where it was searched
  public ModuleSpec findSpecOrThrow(String name) {
    ModuleSpec spec = findSpec(name);
    if (spec == null) {
      List<String> path = machinery().unchecked(name, () -> machinery().search().parentPath(name));
      throw new ModuleNotFoundException(
          "No module named %s".formatted(Escapes.quoted(name)),
          name,
          MissReport.of(machinery(), name, path));
    }
    return spec;
  }

  /// Searches the spec of a module whose name may begin with dots.
  ///
  /// @param packageName the package that leading dots start from
  /// @return the spec, or null if no finder knows the module
  /// @throws ImportException if the name leads beyond the top-level package, or there is no package
  /// @throws ValueError if the module is registered and has no spec
  public @Nullable ModuleSpec findSpec(String name, @Nullable String packageName) {
    return findSpec(ModuleNames.resolve(name, packageName));
  }

  /// Makes the module of a spec, not registered and not executed.
  ///
  /// @throws TenonError what the loader's create step raises
  public Object moduleFromSpec(ModuleSpec spec) {
    return machinery().unchecked(spec.name(), () -> machinery().loader().create(spec));
  }

  /// Searches the spec of a loaded module anew and runs its body again, in the module object that
  /// exists. Names that the body does not bind stay; if it fails, what it has bound stays too.
  /// Modules of a descriptor are not executed again (RELOAD-06).
  ///
  /// **Differs from CPython:** another thread that reloads the same module waits for its turn
  /// instead of returning at once, and a reload that finds no spec leaves `__spec__` as it was.
  ///
  /// @return what `sys.modules` holds for it afterwards
  /// @throws TypeError if it is no module
  /// @throws ImportException if it is not registered, or its parent is not
  /// @throws ModuleNotFoundException if no finder knows it any longer
  public @Nullable Object reload(@Nullable Object module) {
    return machinery().reloader().reload(module);
  }

  /// Ends a loaded module and forgets it; see `Interpreter.unload`.
  ///
  /// @throws dev.tenon.error.ModuleInUseException if something that lives on has it
  /// @throws ImportException if it is not registered or cannot be unloaded
  /// @throws TypeError if `sys.modules` has an object for it that is no module
  public void unload(String name) {
    Objects.requireNonNull(name, "name");
    new ModuleUnloader(machinery()).unload(name);
  }

  /// Runs the body of a spec in a registered module, whose import attributes are set anew
  /// (RELOAD-05).
  ///
  /// @return what `sys.modules` holds for it afterwards
  /// @throws ImportException if another object is registered under the spec's name
  public @Nullable Object executeInPlace(ModuleSpec spec, ModuleObject module) {
    Objects.requireNonNull(module, "module");
    return machinery().reloader().executeInPlace(spec, module);
  }

  /// Lets all finders forget what they remember about the places they search (FIND-11).
  public void invalidateCaches() {
    machinery().missingAttributes().invalidateCaches();
    for (MetaPathFinder finder : metaPath()) {
      if (finder != null) {
        machinery()
            .ask(
                finder,
                () -> {
                  finder.invalidateCaches();
                  return finder;
                });
      }
    }
  }

  /// Runs an action during which the imports of the current thread do, or do not, refuse extensions
  /// that do not declare support for this interpreter, whatever it was configured with. What is let
  /// in so taints the interpreter (INTERP-04).
  ///
  /// @throws Exception what the action throws
  public <T> T checkingExtensions(boolean check, Callable<T> action) throws Exception {
    Objects.requireNonNull(action, "action");
    return ScopedValue.where(Admission.DECREE, new Admission.Decree(owner, check))
        .call(action::call);
  }

  private List<ModuleIdentity> identities() {
    return IdentityReport.of(modules, machinery().history());
  }

  ImportMachinery machinery() {
    ImportMachinery known = machinery;
    return known == null ? makeMachinery() : known;
  }

  private synchronized ImportMachinery makeMachinery() {
    ImportMachinery made = machinery;
    if (made == null) {
      ModuleObject sys = makeSys();
      Finders finders = new Finders(sys, modules, owner, initialPath, links);
      if (searchEnded) {
        finders.end();
      }
      made = new ImportMachinery(owner, modules, sys, finders);
      modules.asMap().putIfAbsent("sys", sys);
      machinery = made;
    }
    return made;
  }

  private ModuleObject makeSys() {
    ModuleSpec spec = ModuleSpec.of("sys", new BuiltInLoader()).origin("built-in").build();
    ModuleObject sys = Modules.create(SYS, "sys", owner);
    ModuleFactory.setMissingAttributes(spec, sys);
    sys.set("modules", modules.asMap());
    sys.set("argv", new CopyOnWriteArrayList<>(arguments));
    return sys;
  }

  /// The class loaders that the interpreter has for itself, because it wants private images of
  /// modules in Java. After the interpreter was closed, those that have not been collected.
  public List<ClassLoader> privateClassLoaders() {
    return PrivateClasses.of(owner).present();
  }

  /// What the interpreter does and hosts do not.
  private final class Control implements ImportControl {

    @Override
    public void announce(String name) {
      machinery().announce(name);
    }

    @Override
    public void noteExecution(String name) {
      machinery().history().resumed(name);
    }

    @Override
    public String explainMissing(ModuleObject module, String attribute, String sentence) {
      return machinery().missingAttributes().explain(module, attribute, sentence);
    }

    @Override
    public void endSearch() {
      synchronized (ImportSystem.this) {
        searchEnded = true;
        ImportMachinery made = machinery;
        if (made != null) {
          made.finders().end();
        }
      }
    }

    @Override
    public void wipe(ModuleObject builtins) {
      ImportMachinery made = machinery;
      if (made != null) {
        made.keepNames();
      }
      List<ModuleObject> needed = made == null ? List.of(builtins) : List.of(made.sys(), builtins);
      List<ModuleObject> order = NamespaceWipe.order(modules.asMap().values(), owner, needed);
      modules.asMap().clear();
      order.forEach(NamespaceWipe::wipe);
    }
  }
}
