package dev.tenon.nativeext;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import org.jspecify.annotations.Nullable;

/// A create slot in C. It runs with a context of its own, without state, whose module is an
/// ordinary one that the slot may fill and return.
final class NativeCreate implements ModuleSlot.CreateBody {

  private final long function;

  NativeCreate(long function) {
    this.function = function;
  }

  @Override
  public @Nullable Object create(ModuleSpec spec, ModuleDef def) {
    ModuleOwner owner = ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
    NativeInstance instance = NativeInstance.open(ModuleObject.of(def, spec.name(), owner), 0);
    try {
      return instance.runCreate(function, spec);
    } finally {
      instance.release();
    }
  }
}
