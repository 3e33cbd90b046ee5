// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.ModuleFrame;
import dev.tenon.error.TenonError;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of an extension module: its constants, then its exec slots in their order.
///
/// @param claim what is used up when the body begins, so that it is not released after a failure
record ModuleBody(ModuleDef def, ModuleObject module, LoadClaim claim)
    implements Step<ModuleObject> {

  @Override
  public ModuleObject run() throws Exception {
    claim.useUp();
    def.constants().forEach(module::set);
    for (ModuleSlot.Exec slot : def.slots(ModuleSlot.Exec.class)) {
      try {
        slot.body().run(module);
      } catch (TenonError error) {
        throw passed(error, module, ModuleFrame.BODY);
      }
    }
    return module;
  }

  /// An error that passes through code of a module, which its trace names from now on.
  static TenonError passed(TenonError error, ModuleObject module, String slot) {
    Map<String, @Nullable Object> names = module.namespace();
    String name = names.get(Defined.IMPORT_NAME) instanceof String own ? own : module.name();
    error.passThrough(
        ModuleFrame.of(name, slot, names.get("__file__") instanceof String file ? file : null));
    return error;
  }
}
