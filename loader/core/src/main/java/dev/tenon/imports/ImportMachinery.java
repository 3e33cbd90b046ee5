package dev.tenon.imports;

import dev.tenon.error.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.Warning;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The parts that import a module that is not loaded yet. An interpreter gets them with its first
/// such import, so that one that imports nothing costs next to nothing.
final class ImportMachinery {

  private final ModuleOwner owner;
  private final SysModules modules;
  private final ModuleObject sys;
  private final Finders finders;
  private final CallbackLock callbacks;
  private final ModuleLocks locks;
  private final ExecutionHistory history = new ExecutionHistory();
  private final SpecSearch search;
  private final SpecLoader loader;
  private final ModuleImporter importer;
  private final ModuleReloader reloader;
  private final MissingAttributes missingAttributes;

  ImportMachinery(ModuleOwner owner, SysModules modules, ModuleObject sys, Finders finders) {
    this.owner = owner;
    this.modules = modules;
    this.sys = sys;
    this.finders = finders;
    callbacks = finders.callbacks();
    locks =
        new ModuleLocks(
            owner.serialLock(),
            callbacks,
            text -> owner.warn(new Warning(Warning.Category.RUNTIME, text)));
    search = new SpecSearch(this);
    loader = new SpecLoader(this);
    importer = new ModuleImporter(this);
    reloader = new ModuleReloader(this);
    missingAttributes = new MissingAttributes(this);
  }

  ModuleOwner owner() {
    return owner;
  }

  SysModules modules() {
    return modules;
  }

  ModuleObject sys() {
    return sys;
  }

  Finders finders() {
    return finders;
  }

  CallbackLock callbacks() {
    return callbacks;
  }

  ModuleLocks locks() {
    return locks;
  }

  ExecutionHistory history() {
    return history;
  }

  SpecSearch search() {
    return search;
  }

  SpecLoader loader() {
    return loader;
  }

  ModuleImporter importer() {
    return importer;
  }

  ModuleReloader reloader() {
    return reloader;
  }

  MissingAttributes missingAttributes() {
    return missingAttributes;
  }

  /// Asks a finder. Those that a host supplies are asked one at a time.
  <T extends @Nullable Object> T ask(MetaPathFinder finder, Supplier<T> question) {
    boolean isSafe =
        finder instanceof PathFinder
            || finder instanceof ProvidedModuleFinder
            || finder instanceof MemoryFinder;
    return isSafe ? question.get() : callbacks.call(question);
  }

  /// Tells the audit hooks that a module is about to be loaded, before anything is searched (AUD-01
  /// to AUD-03). Everything that runs a module's body comes here.
  void announce(String name) {
    if (owner.isAudited()) {
      Map<String, @Nullable Object> names = sys.namespace();
      owner.audit(
          "import", name, null, names.get("path"), names.get("meta_path"), names.get("path_hooks"));
    }
  }

  /// Does something for the import of a module, in the interpreter and with the module in the chain
  /// of imports. Checked exceptions arrive as causes.
  <T extends @Nullable Object> T during(String name, Step<T> step) {
    return unchecked(name, () -> ImportProgress.during(this, name, step));
  }

  /// Does something for a module in the interpreter.
  <T extends @Nullable Object> T unchecked(String name, Step<T> step) {
    StackRoom.require(name);
    try {
      return owner.enter(step::run);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RuntimeError("the import of %s raised %s".formatted(Escapes.quoted(name), e), e);
    }
  }
}
