// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import java.util.Map;

/// A module that its create slot has made and that was not executed. Its clear and free slots run
/// when the interpreter closes, as for an executed one, unless it has state: that would not exist
/// yet, and CPython does not call `m_free` then either.
final class CreatedModule implements ModuleHost.CloseAction {

  private final ModuleDef def;
  private final ModuleObject module;
  private final Map<ModuleObject, CreatedModule> unexecuted;

  /// A module that was just created.
  ///
  /// @param unexecuted holds the module until it is executed
  CreatedModule(ModuleDef def, ModuleObject module, Map<ModuleObject, CreatedModule> unexecuted) {
    this.def = def;
    this.module = module;
    this.unexecuted = unexecuted;
  }

  /// Whether modules of a definition have to be freed even if they are not executed.
  static boolean hasFree(ModuleDef def) {
    return def.stateSize() == 0 && !def.slots(ModuleSlot.Free.class).isEmpty();
  }

  @Override
  public void close() throws Exception {
    if (unexecuted.remove(module) != null) {
      ExtensionLoader.openState(def, module).close();
    }
  }
}
