// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import dev.tenon.call.SerialLock;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.TenonError;
import dev.tenon.module.Defined;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ThreadSupport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the kind of the modules of one descriptor out of the properties and the call operator that
/// it declares. They run as functions of the module do: one at a time per interpreter unless the
/// module declares free threads, and an error that leaves one names it in its traceback.
final class DeclaredKind {

  private final String name;
  private final ThreadSupport threads;
  private final List<ModuleSlot.Property> properties;
  private final Optional<ModuleSlot.Call> call;

  /// The kind that modules have who were of the standard one; null if nothing is declared.
  private final @Nullable ModuleKind overStandard;

  private DeclaredKind(ModuleDef def) {
    name = def.name();
    threads = def.threads();
    properties = def.slots(ModuleSlot.Property.class);
    call = def.findSlot(ModuleSlot.Call.class);
    overStandard = properties.isEmpty() && call.isEmpty() ? null : extend(ModuleKind.STANDARD);
  }

  /// The one of a descriptor.
  static DeclaredKind of(ModuleDef def) {
    return Defs.part(def, DeclaredKind.class, () -> new DeclaredKind(def));
  }

  /// The kind of a module that had the kind `base` before it was executed from the descriptor.
  ModuleKind over(ModuleKind base) {
    if (overStandard == null) {
      return base;
    }
    return base == ModuleKind.STANDARD ? overStandard : extend(base);
  }

  private ModuleKind extend(ModuleKind base) {
    ModuleKind.Builder kind = base.extend(name);
    properties.forEach(property -> addGuarded(kind, property));
    call.ifPresent(slot ->
        kind.onCall((module, arguments) ->
            run(module, "__call__", () -> slot.operator().call(module, arguments))));
    return kind.build();
  }

  private void addGuarded(ModuleKind.Builder kind, ModuleSlot.Property slot) {
    String attribute = slot.name();
    ModuleKind.Getter getter = slot.getter();
    ModuleKind.Setter setter = slot.setter();
    ModuleKind.Deleter deleter = slot.deleter();
    kind.property(
        attribute,
        slot.doc(),
        module -> run(module, attribute, () -> getter.get(module)),
        setter == null
            ? null
            : (module, value) ->
                run(
                    module,
                    attribute,
                    () -> {
                      setter.set(module, value);
                      return null;
                    }),
        deleter == null
            ? null
            : module ->
                run(
                    module,
                    attribute,
                    () -> {
                      deleter.delete(module);
                      return null;
                    }));
  }

  private @Nullable Object run(
      ModuleObject module, String what, Supplier<@Nullable Object> action) {
    ModuleOwner owner = ModuleOwner.of(module);
    Lock lock = owner == null || threads == ThreadSupport.FREE ? null : owner.serialLock();
    try {
      return SerialLock.holding(lock, action::get);
    } catch (TenonError error) {
      error.passThrough(
          ModuleFrame.of(Defined.importName(module), what, Inspect.sourceOf(module).orElse(null)));
      throw error;
    }
  }
}
