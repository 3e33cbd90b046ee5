package dev.tenon.imports;

import dev.tenon.error.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import org.jspecify.annotations.Nullable;

/// The parts that import a module that is not loaded yet. An interpreter gets them with its first
/// such import, so that one that imports nothing costs next to nothing.
final class ImportMachinery {

  private final ModuleOwner owner;
  private final SysModules modules;
  private final ModuleObject sys;
  private final Finders finders;
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
    locks = new ModuleLocks(owner.serialLock());
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

  /// Does something for the import of a module, in the interpreter and with the module in the chain
  /// of imports. Checked exceptions arrive as causes.
  <T extends @Nullable Object> T during(String name, Step<T> step) {
    return unchecked(name, () -> ImportProgress.during(this, name, step));
  }

  /// Does something for a module in the interpreter.
  <T extends @Nullable Object> T unchecked(String name, Step<T> step) {
    try {
      return owner.enter(step::run);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RuntimeError("the import of %s raised %s".formatted(Escapes.quoted(name), e), e);
    }
  }
}
