// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.call.CloseWait;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleInUseException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.imports.load.ModuleEnd;
import dev.tenon.imports.name.Identity;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.ModuleState;
import dev.tenon.module.ThreadSupport;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.spi.Modules;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// Ends single modules while their interpreter goes on.
public final class ModuleUnloader {

  private static final Set<String> PERMANENT = Set.of("sys", "builtins", "__main__");

  private final ImportMachinery machinery;

  public ModuleUnloader(ImportMachinery machinery) {
    this.machinery = machinery;
  }

  /// Ends a module that nothing else in the interpreter has, and forgets it.
  public void unload(String name) {
    if (machinery.owner().isClosed()) {
      throw new InterpreterError("cannot unload a module: the interpreter is closed");
    }
    if (PERMANENT.contains(name)) {
      throw new ImportException(
          "cannot unload module %s: it belongs to the interpreter".formatted(Escapes.quoted(name)),
          name);
    }
    ModuleObject module = registered(name);
    if (module.isPartial()) {
      awaitImport(name);
    } else {
      refuseIfNeeded(name, module);
    }
    Lock serial = serialLockOf(module);
    if (serial == null) {
      unloadAlone(name);
      return;
    }
    // Before the import lock: who runs a serialized function may import the module meanwhile.
    new CloseWait(name, machinery.owner()::warn).lock(serial);
    try {
      unloadAlone(name);
    } finally {
      serial.unlock();
    }
  }

  /// Waits for the import by another thread. The lock of serialized modules is not held yet, which
  /// that import may need.
  private void awaitImport(String name) {
    lockImport(name);
    machinery.locks().release(name, true);
  }

  private @Nullable Lock serialLockOf(ModuleObject module) {
    ModuleDef def = module.def();
    return def == null || def.threads() == ThreadSupport.FREE
        ? null
        : machinery.owner().serialLock();
  }

  /// Unloads while no other thread imports or unloads the module.
  private void unloadAlone(String name) {
    lockImport(name);
    try {
      machinery.unchecked(
          name,
          () -> {
            try {
              unloadLocked(name);
            } catch (RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new RuntimeError(
                  "the end of module %s raised %s; it is unloaded"
                      .formatted(Escapes.quoted(name), e),
                  e);
            }
            return name;
          });
    } finally {
      machinery.locks().release(name, true);
    }
  }

  private void lockImport(String name) {
    try {
      while (!machinery.locks().acquire(name)) {
        // Another thread has completed the module: now it is this thread's turn.
      }
    } catch (DeadlockError e) {
      throw beingImported(name);
    }
  }

  private static ImportException beingImported(String name) {
    return new ImportException(
        "cannot unload module %s: it is being imported".formatted(Escapes.quoted(name)), name);
  }

  private ModuleObject registered(String name) {
    Object found = machinery.modules().getOrDefault(name, Namespace.ABSENT);
    if (found instanceof ModuleObject module) {
      return module;
    }
    if (found == Namespace.ABSENT) {
      throw new ImportException(
          "module %s not in sys.modules".formatted(Escapes.quoted(name)), name);
    }
    throw new TypeError(
        "sys.modules has a '%s' for %s, expected a module; remove it there"
            .formatted(TypeNames.of(found), Escapes.quoted(name)));
  }

  private void unloadLocked(String name) throws Exception {
    ModuleObject module = registered(name);
    refuseIfNeeded(name, module);
    if (machinery.owner().isAudited()) {
      machinery.owner().audit("tenon.unload", name, pathOf(module));
    }
    forget(name, module);
    ModuleEnd.run(module, name, machinery.owner());
  }

  private static @Nullable String pathOf(ModuleObject module) {
    return module.namespace().get("__spec__") instanceof ModuleSpec spec && spec.hasLocation()
        ? spec.origin()
        : null;
  }

  private void refuseIfNeeded(String name, ModuleObject module) {
    if (module.isPartial()) {
      throw beingImported(name);
    }
    ModuleDef def = module.def();
    if (def != null && def.isOncePerProcess()) {
      throw new ImportException(
          "cannot unload module %s: it declares ONCE_PER_PROCESS, so that it could not be imported again"
              .formatted(Escapes.quoted(name)),
          name);
    }
    ModuleState state = Modules.stateOf(module);
    if (state != null && state.isEntered()) {
      throw new InterpreterError(
          "cannot unload module %s: this thread is inside of it; let the host unload it when the call has returned"
              .formatted(Escapes.quoted(name)));
    }
    List<String> holders = holders(name, module, state);
    if (!holders.isEmpty()) {
      throw new ModuleInUseException(name, pathOf(module), holders);
    }
  }

  private void forget(String name, ModuleObject module) {
    machinery.modules().asMap().remove(name, module);
    machinery.history().unloaded(name);
    String parent = ModuleNames.parent(name);
    String child = ModuleNames.tail(name);
    if (machinery.modules().get(parent) instanceof ModuleObject packageOf
        && Identity.same(packageOf.namespace().get(child), module)) {
      packageOf.namespace().remove(child);
    }
  }

  private List<String> holders(String name, ModuleObject module, @Nullable ModuleState state) {
    List<String> holders = new ArrayList<>();
    machinery
        .modules()
        .asMap()
        .forEach((otherName, other) -> {
          if (other != module && otherName.startsWith(name + ".")) {
            holders.add("its submodule %s, which is loaded".formatted(Escapes.quoted(otherName)));
          } else if (other instanceof ModuleObject object) {
            addUses(name, module, otherName, object, holders);
          }
        });
    if (state != null) {
      holders.addAll(state.users());
    }
    return holders;
  }

  private static void addUses(
      String name,
      ModuleObject module,
      String otherName,
      ModuleObject other,
      List<String> holders) {
    if (other == module) {
      if (!otherName.equals(name)) {
        holders.add("the name %s in sys.modules".formatted(Escapes.quoted(otherName)));
      }
      return;
    }
    boolean isParent = ModuleNames.parent(name).equals(otherName);
    String child = ModuleNames.tail(name);
    for (Map.Entry<String, @Nullable Object> entry : other.namespace().entrySet()) {
      boolean isBinding = isParent && entry.getKey().equals(child) && entry.getValue() == module;
      if (!isBinding && belongsTo(module, entry.getValue())) {
        holders.add(
            "module %s by the name %s"
                .formatted(Escapes.quoted(otherName), Escapes.quoted(entry.getKey())));
      }
    }
    ModuleState state = Modules.stateOf(other);
    if (state != null && state.holds(value -> belongsTo(module, value))) {
      holders.add(
          "a reference that the code of module %s holds".formatted(Escapes.quoted(otherName)));
    }
  }

  /// Whether a value is a module or was made by it.
  private static boolean belongsTo(ModuleObject module, @Nullable Object value) {
    return value == module || (value instanceof Defined made && made.module() == module);
  }
}
