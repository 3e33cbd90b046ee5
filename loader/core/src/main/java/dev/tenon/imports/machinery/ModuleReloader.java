// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.imports.name.Identity;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.namespace.Namespace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the bodies of modules again, in the module objects that exist.
public final class ModuleReloader {

  private final ImportMachinery machinery;
  private final Map<String, Thread> reloading = new ConcurrentHashMap<>(2);

  ModuleReloader(ImportMachinery machinery) {
    this.machinery = machinery;
  }

  /// Searches the spec of a module anew and executes it in place.
  ///
  /// @return what `sys.modules` holds afterwards
  public @Nullable Object reload(@Nullable Object module) {
    if (!(module instanceof ModuleObject object)) {
      throw new TypeError("reload() argument must be a module");
    }
    if (machinery.owner().isClosed()) {
      throw new InterpreterError("cannot reload a module: the interpreter is closed");
    }
    String name = nameOf(object);
    checkRegistered(name, object);
    if (reloading.get(name) == Thread.currentThread()) {
      return object;
    }
    return locked(name, object, () -> machinery.during(name, () -> reload(name, object)));
  }

  private static String nameOf(ModuleObject module) {
    if (module.getOrDefault("__spec__", null) instanceof ModuleSpec spec) {
      return spec.name();
    }
    if (module.getOrDefault("__name__", null) instanceof String name) {
      return name;
    }
    throw new TypeError("reload() argument must be a module");
  }

  private void checkRegistered(String name, ModuleObject module) {
    if (!Identity.same(machinery.modules().getOrDefault(name, Namespace.ABSENT), module)) {
      throw new ImportException("module %s not in sys.modules".formatted(name), name);
    }
  }

  /// Executes the body of a spec in a module, under the module's import lock.
  public @Nullable Object executeInPlace(ModuleSpec spec, ModuleObject module) {
    String name = spec.name();
    return locked(
        name,
        module,
        () ->
            machinery.during(
                name,
                () -> {
                  machinery.announce(name);
                  return machinery.loader().executeInPlace(spec, module);
                }));
  }

  /// Runs a reload under the lock of the module. A thread that would wait for ever gets the module
  /// as another thread is just reloading it.
  private @Nullable Object locked(
      String name, ModuleObject module, Supplier<@Nullable Object> action) {
    try {
      while (!machinery.locks().acquire(name)) {
        // Another thread has completed the module: now it is this thread's turn.
      }
    } catch (DeadlockError _) {
      return module;
    }
    try {
      return action.get();
    } finally {
      machinery.locks().release(name, true);
    }
  }

  private @Nullable Object reload(String name, ModuleObject module) throws Exception {
    reloading.put(name, Thread.currentThread());
    try {
      machinery.announce(name);
      ModuleSpec spec = machinery.search().find(name, parentPath(name), module);
      if (spec == null) {
        throw new ModuleNotFoundException(
            "spec not found for the module %s".formatted(Escapes.quoted(name)),
            name,
            MissReport.of(machinery, name, parentPath(name)));
      }
      return machinery.loader().executeInPlace(spec, module);
    } finally {
      reloading.remove(name);
    }
  }

  private @Nullable List<String> parentPath(String name) {
    String parent = ModuleNames.parent(name);
    if (!parent.isEmpty() && !machinery.modules().contains(parent)) {
      throw new ImportException(
          "parent %s not in sys.modules".formatted(Escapes.quoted(parent)), parent);
    }
    return machinery.search().parentPath(name);
  }
}
