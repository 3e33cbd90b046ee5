// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.imports.load.ImportProgress;
import dev.tenon.imports.load.StackRoom;
import dev.tenon.imports.load.Step;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.registry.SysModules;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The parts that import a module that is not loaded yet. An interpreter gets them with its first
/// such import, so that one that imports nothing costs next to nothing.
public final class ImportMachinery {

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
  private volatile @Nullable List<String> namesAtEnd;

  public ImportMachinery(ModuleOwner owner, SysModules modules, ModuleObject sys, Finders finders) {
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

  public ModuleOwner owner() {
    return owner;
  }

  public SysModules modules() {
    return modules;
  }

  /// The names in `sys.modules`, or those that it had at the end of the interpreter.
  List<String> registeredNames() {
    List<String> now = modules.names();
    // Read afterwards: they are kept before the modules are removed.
    List<String> atEnd = namesAtEnd;
    return atEnd == null ? now : atEnd;
  }

  /// Keeps the names of the modules for errors that are read after the end of the interpreter.
  public void keepNames() {
    namesAtEnd = modules.names();
  }

  public ModuleObject sys() {
    return sys;
  }

  public Finders finders() {
    return finders;
  }

  public CallbackLock callbacks() {
    return callbacks;
  }

  ModuleLocks locks() {
    return locks;
  }

  public ExecutionHistory history() {
    return history;
  }

  public SpecSearch search() {
    return search;
  }

  public SpecLoader loader() {
    return loader;
  }

  public ModuleImporter importer() {
    return importer;
  }

  public ModuleReloader reloader() {
    return reloader;
  }

  public MissingAttributes missingAttributes() {
    return missingAttributes;
  }

  /// Asks a finder, one at a time unless it is concurrent.
  public <T extends @Nullable Object> T ask(MetaPathFinder finder, Supplier<T> question) {
    return callbacks.callUnless(finder.isConcurrent(), question);
  }

  /// Notifies the audit hooks that a module is about to be loaded, before anything is searched
  /// (AUD-01 to AUD-03). Everything that runs a module's body comes here.
  public void announce(String name) {
    if (owner.isAudited()) {
      Map<String, @Nullable Object> names = sys.namespace();
      owner.audit(
          "import", name, null, names.get("path"), names.get("meta_path"), names.get("path_hooks"));
    }
  }

  /// Does something for the import of a module, in the interpreter and with the module in the chain
  /// of imports. Checked exceptions arrive as causes.
  public <T extends @Nullable Object> T during(String name, Step<T> step) {
    StackRoom.require(name);
    try {
      return owner.entering(ImportProgress.of(this, name)).call(step::run);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw raised(name, e);
    }
  }

  /// Does something for a module in the interpreter.
  public <T extends @Nullable Object> T unchecked(String name, Step<T> step) {
    StackRoom.require(name);
    try {
      return owner.enter(step::run);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw raised(name, e);
    }
  }

  private static RuntimeError raised(String name, Exception cause) {
    return new RuntimeError(
        "the import of %s raised %s".formatted(Escapes.quoted(name), cause), cause);
  }
}
