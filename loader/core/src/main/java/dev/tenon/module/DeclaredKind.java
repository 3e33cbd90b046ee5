package dev.tenon.module;

import dev.tenon.error.ModuleFrame;
import dev.tenon.error.TenonError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the kind of the modules of one descriptor out of the properties and the call operator that
/// it declares. They run as functions of the module do: one at a time per interpreter unless the
/// module declares free threads, and an error that leaves one names it in its traceback.
final class DeclaredKind {

  private final ModuleDef def;
  private final List<ModuleSlot.Property> properties;
  private final Optional<ModuleSlot.Call> call;

  /// The kind that modules have who were of the standard one; null if nothing is declared.
  private final @Nullable ModuleKind overStandard;

  DeclaredKind(ModuleDef def) {
    this.def = def;
    properties = def.slots(ModuleSlot.Property.class);
    call = def.findSlot(ModuleSlot.Call.class);
    overStandard = properties.isEmpty() && call.isEmpty() ? null : extend(ModuleKind.STANDARD);
  }

  /// The kind of a module that had the kind `base` before it was executed from the descriptor.
  ModuleKind over(ModuleKind base) {
    if (overStandard == null) {
      return base;
    }
    return base == ModuleKind.STANDARD ? overStandard : extend(base);
  }

  private ModuleKind extend(ModuleKind base) {
    ModuleKind.Builder kind = base.extend(def.name());
    properties.forEach(property -> kind.property(property.name(), guarded(property)));
    call.ifPresent(slot ->
        kind.onCall((module, arguments) ->
            run(module, "__call__", () -> slot.operator().call(module, arguments))));
    return kind.build();
  }

  private ModuleKind.Property guarded(ModuleSlot.Property slot) {
    String name = slot.name();
    ModuleKind.Getter getter = slot.getter();
    ModuleKind.Setter setter = slot.setter();
    ModuleKind.Deleter deleter = slot.deleter();
    return new ModuleKind.Property(
        slot.doc(),
        module -> run(module, name, () -> getter.get(module)),
        setter == null
            ? null
            : (module, value) ->
                run(
                    module,
                    name,
                    () -> {
                      setter.set(module, value);
                      return null;
                    }),
        deleter == null
            ? null
            : module ->
                run(
                    module,
                    name,
                    () -> {
                      deleter.delete(module);
                      return null;
                    }));
  }

  private @Nullable Object run(
      ModuleObject module, String what, Supplier<@Nullable Object> action) {
    ModuleOwner owner = module.owner();
    Lock lock = owner == null || def.threads() == ThreadSupport.FREE ? null : owner.serialLock();
    if (lock != null) {
      lock.lock();
    }
    try {
      return action.get();
    } catch (TenonError error) {
      error.passThrough(
          ModuleFrame.of(Defined.importName(module), what, Inspect.sourceOf(module).orElse(null)));
      throw error;
    } finally {
      if (lock != null) {
        lock.unlock();
      }
    }
  }
}
