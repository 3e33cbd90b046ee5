// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.StateLayout;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import org.jspecify.annotations.Nullable;

/// A create slot in C. It runs with a context of its own, without state, whose module is an
/// ordinary one that the slot may fill and return.
public final class NativeCreate implements ModuleSlot.CreateBody {

  private final long function;
  private final StateLayout layout;

  public NativeCreate(long function, StateLayout layout) {
    this.function = function;
    this.layout = layout;
  }

  @Override
  public @Nullable Object create(ModuleSpec spec, ModuleDef def) throws Exception {
    ModuleOwner owner = ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
    NativeInstance instance = NativeInstance.open(Modules.create(def, spec.name(), owner), layout);
    try {
      Object made = instance.runCreate(function, spec);
      instance.finish();
      return made;
    } catch (Throwable failure) {
      finishAfter(failure, instance);
      throw failure;
    } finally {
      instance.release();
    }
  }

  private static void finishAfter(Throwable failure, NativeInstance instance) {
    try {
      instance.finish();
    } catch (Throwable other) {
      if (other != failure) {
        failure.addSuppressed(other);
      }
    }
  }
}
