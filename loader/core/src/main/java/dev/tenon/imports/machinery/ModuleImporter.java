// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.load.Step;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.registry.SysModules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Imports modules by their full names: looks them up, waits for other threads that are loading
/// them, or finds and loads them. A module whose body still runs is visible to the thread that runs
/// it; other threads wait for its end.
public final class ModuleImporter {

  private final ImportMachinery machinery;
  private final SysModules modules;

  ModuleImporter(ImportMachinery machinery) {
    this.machinery = machinery;
    modules = machinery.modules();
  }

  /// Imports a package for the sake of something in it: see [ModuleLocks#acquireParent].
  public @Nullable Object importParentPackage(String name) {
    return importModule(name, true);
  }

  /// Imports a module and its parents.
  ///
  /// @param isParent whether it is a package that is imported for the sake of something in it
  /// @return what `sys.modules` holds for it afterwards
  public @Nullable Object importModule(String name, boolean isParent) {
    ModuleNames.requireBounded(name);
    while (true) {
      Object found = modules.getOrDefault(name, Namespace.ABSENT);
      if (isComplete(found)) {
        return found;
      }
      if (found == null) {
        throw halted(name);
      }
      if (found == Namespace.ABSENT) {
        // Before the lock is taken: a thread that waits for a parent must not hold up those who
        // import the parent and want this module.
        importParent(name);
      }
      ModuleLocks.Result result;
      try {
        result = isParent ? locks().acquireParent(name) : acquire(name);
      } catch (DeadlockError e) {
        return partialOr(name, e);
      }
      if (result == ModuleLocks.Result.HELD) {
        return importLocked(name);
      }
      if (result == ModuleLocks.Result.STUCK && modules.get(name) instanceof ModuleObject partial) {
        return partial;
      }
    }
  }

  private ModuleLocks locks() {
    return machinery.locks();
  }

  private ModuleLocks.Result acquire(String name) {
    return locks().acquire(name) ? ModuleLocks.Result.HELD : ModuleLocks.Result.COMPLETED;
  }

  private static boolean isComplete(@Nullable Object found) {
    return found instanceof ModuleObject module
        ? !module.isPartial()
        : found != null && found != Namespace.ABSENT;
  }

  private static ModuleNotFoundException halted(String name) {
    return new ModuleNotFoundException(
        "import of %s halted; None in sys.modules".formatted(Escapes.inline(name)), name);
  }

  private void importParent(String name) {
    String parent = ModuleNames.parent(name);
    if (!parent.isEmpty()) {
      importParentPackage(parent);
    }
  }

  /// What is there of a module that the current thread cannot wait for: concurrent circular imports
  /// have to live with half-initialised modules.
  private Object partialOr(String name, DeadlockError deadlock) {
    if (modules.get(name) instanceof ModuleObject module) {
      return module;
    }
    throw deadlock;
  }

  private @Nullable Object importLocked(String name) {
    boolean complete = false;
    try {
      Object module = modules.getOrDefault(name, Namespace.ABSENT);
      if (module == null) {
        throw halted(name);
      }
      if (module == Namespace.ABSENT) {
        if (name.isEmpty()) {
          throw new ValueError("Empty module name");
        }
        module = machinery.during(name, new Load(machinery, name));
      }
      complete = isComplete(module);
      return module;
    } finally {
      machinery.locks().release(name, complete);
    }
  }

  /// The load of a module that is not registered yet.
  private record Load(ImportMachinery machinery, String name) implements Step<@Nullable Object> {

    @Override
    public @Nullable Object run() throws Exception {
      machinery.announce(name);
      List<String> path = machinery.search().parentPath(name);
      ModuleSpec spec = machinery.search().find(name, path, null);
      if (spec == null) {
        throw new ModuleNotFoundException(
            "No module named %s".formatted(Escapes.quoted(name)),
            name,
            MissReport.of(machinery, name, path));
      }
      return machinery.loader().load(spec, name);
    }
  }
}
