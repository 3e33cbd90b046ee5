// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.module.ModuleHost.CloseAction;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.ModuleState;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;

/// The end of a single module.
public final class ModuleEnd {

  private ModuleEnd() {}

  /// Releases what a module was executed with, as the close of its interpreter would. Nothing
  /// happens for a module without a descriptor.
  ///
  /// @param name the full name under which it was imported
  /// @throws Exception the first failure, with the others suppressed; all is released
  public static void run(ModuleObject module, String name, ModuleOwner owner) throws Exception {
    ModuleState state = Modules.stateOf(module);
    CloseAction instance =
        owner.takeCloseAction(
            action -> action instanceof ModuleInstance executed && executed.isOf(module));
    try {
      if (instance != null) {
        instance.close();
      }
    } finally {
      if (state != null) {
        state.unloaded(
            module.namespace().get("__spec__") instanceof ModuleSpec spec ? spec.name() : name);
      }
    }
  }
}
