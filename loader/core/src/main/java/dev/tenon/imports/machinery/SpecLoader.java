// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.imports.load.ImportProgress;
import dev.tenon.imports.load.ModuleFactory;
import dev.tenon.imports.load.PhaseRun;
import dev.tenon.imports.load.PhasedLoader;
import dev.tenon.imports.name.Identity;
import dev.tenon.input.Escapes;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.registry.SysModules;
import dev.tenon.spi.Modules;
import dev.tenon.spi.Specs;
import dev.tenon.value.Warning;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes, registers and executes the modules of specs.
public final class SpecLoader {

  private final ImportMachinery machinery;
  private final SysModules modules;
  private final ParentBinding binding;

  SpecLoader(ImportMachinery machinery) {
    this.machinery = machinery;
    modules = machinery.modules();
    binding = new ParentBinding(machinery.owner(), machinery.modules());
  }

  /// Makes the module of a spec, not registered and not executed.
  ///
  /// @throws Exception what the loader raises
  public Object create(ModuleSpec spec) throws Exception {
    return PhaseRun.runUnlessByLoader(
        machinery.owner(), spec, Phase.CREATE, () -> ModuleFactory.create(spec, machinery.owner()));
  }

  /// Makes the module of a spec, registers it, runs its body and binds it in its package.
  ///
  /// @param name the name under which it is imported
  /// @return what `sys.modules` holds afterwards, which the body may have replaced
  /// @throws Exception what the loader or the body raises; then the module is not registered
  @Nullable Object load(ModuleSpec spec, String name) throws Exception {
    warnIfMain(spec);
    Object module = create(spec);
    // The marks must be set before other threads can see the module. A module that fails keeps the
    // second one, so that a thread which has just read it from the registry looks again.
    Specs.setInitializing(spec, true);
    setPartial(module, true);
    Object registered;
    try {
      registered = run(spec, module);
    } finally {
      Specs.setInitializing(spec, false);
    }
    try {
      binding.bind(name, registered);
    } finally {
      // Only now, so that no other thread meets a module that its package does not have yet.
      setPartial(module, false);
    }
    return registered;
  }

  /// The double-import trap: a file that runs as `__main__` by its path is imported by its name.
  private void warnIfMain(ModuleSpec spec) {
    if (spec.hasLocation()
        && modules.get("__main__") instanceof ModuleObject main
        && main.namespace().get("__spec__") == null
        && Objects.equals(main.namespace().get("__file__"), spec.origin())) {
      machinery
          .owner()
          .warn(
              new Warning(
                  Warning.Category.RUNTIME,
                  "%s is the same file as '__main__', %s: its body runs a second time and what it"
                          .formatted(Escapes.quoted(spec.name()), Escapes.quoted(spec.origin()))
                      + " defines exists twice; run it by its name, '-m %s', to have one module under both names"
                          .formatted(spec.name())));
    }
  }

  private @Nullable Object run(ModuleSpec spec, Object module) throws Exception {
    String name = spec.name();
    modules.put(name, module);
    machinery.history().started(name, module, runsBody(spec));
    try {
      execute(spec, module);
    } catch (Throwable failure) {
      modules.remove(name);
      throw failure;
    }
    return registeredAfter(name);
  }

  /// What is registered after a body has run. The entry moves to the end of the registry.
  private @Nullable Object registeredAfter(String name) {
    modules.moveToEnd(name);
    Object module = modules.getOrDefault(name, Namespace.ABSENT);
    if (module == Namespace.ABSENT) {
      throw new ImportException(
          "Loaded module %s not found in sys.modules".formatted(Escapes.quoted(name)),
          name,
          null,
          Phase.EXEC);
    }
    return module;
  }

  private static void setPartial(Object module, boolean partial) {
    if (module instanceof ModuleObject object) {
      Modules.setPartial(object, partial);
    }
  }

  private void execute(ModuleSpec spec, Object module) throws Exception {
    Loader loader = spec.loader();
    if (loader instanceof PhasedLoader) {
      ImportProgress.reached(spec.name(), Phase.EXEC);
      loader.execModule(module);
      return;
    }
    PhaseRun.run(
        machinery.owner(),
        spec.name(),
        spec.origin(),
        Phase.EXEC,
        () -> {
          if (loader != null) {
            loader.execModule(module);
          } else if (spec.submoduleSearchLocations() == null) {
            throw new ImportException("missing loader", spec.name());
          }
          return module;
        });
  }

  /// Runs the body of a spec in a module that is registered already.
  ///
  /// @return what `sys.modules` holds afterwards
  /// @throws ImportException if another object is registered under the name
  /// @throws Exception what the body raises; the module stays registered as far as it got
  @Nullable Object executeInPlace(ModuleSpec spec, ModuleObject module) throws Exception {
    String name = spec.name();
    if (!Identity.same(modules.getOrDefault(name, Namespace.ABSENT), module)) {
      throw new ImportException(
          "module %s not in sys.modules".formatted(Escapes.quoted(name)), name);
    }
    ModuleDef before = module.def();
    machinery.history().restarted(name, module);
    ModuleFactory.overrideAttributes(
        spec, module, Identity.same(modules.getOrDefault("__main__", Namespace.ABSENT), module));
    try {
      execute(spec, module);
    } catch (Throwable failure) {
      modules.moveToEnd(name);
      throw failure;
    }
    boolean hasRun = !executesDescriptors(spec) || module.def() != before;
    if (!hasRun || !runsBody(spec)) {
      machinery.history().withdrawn(name);
    }
    return registeredAfter(name);
  }

  /// Whether the loader runs a body now: a namespace package has none, and that of a lazy module
  /// waits.
  private static boolean runsBody(ModuleSpec spec) {
    return spec.loader() != null
        && !(spec.loader() instanceof PhasedLoader loader && loader.defersBody());
  }

  private static boolean executesDescriptors(ModuleSpec spec) {
    return spec.loader() instanceof PhasedLoader loader && loader.executesDescriptors();
  }
}
