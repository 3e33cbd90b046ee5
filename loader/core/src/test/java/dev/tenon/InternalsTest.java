// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.Defs;
import dev.tenon.spi.Modules;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The machinery itself holds to what an interpreter promises.
class InternalsTest {

  @AutoClose private final Interpreter interpreter = Interpreter.builder().build();

  private ModuleObject loaded(ModuleDef def) throws Exception {
    return interpreter.enter(() -> {
      ExtensionLoader loader = new ExtensionLoader(_ -> def);
      ModuleSpec spec = ModuleSpec.of(def.name(), loader).build();
      ModuleObject module = (ModuleObject) loader.createModule(spec);
      module.set("__spec__", spec);
      loader.execModule(module);
      return module;
    });
  }

  @Test
  void oncePerProcess_cannotBeGivenBackByOthers() throws Exception {
    ModuleDef def =
        ModuleDef.of("once").slot(new ModuleSlot.OncePerProcess()).exec(_ -> {}).build();
    loaded(def);

    Defs.releaseLoad(def, "as 'once'");
    Defs.releaseLoad(def, this);

    assertThat(Defs.claimLoad(def, this)).hasToString("as 'once'");
  }

  @Test
  void executedModule_keepsItsState() throws Exception {
    ModuleDef def = ModuleDef.of("kept").exec(_ -> {}).build();
    ModuleObject module = loaded(def);

    assertThatIllegalStateException()
        .isThrownBy(() -> Modules.detach(module))
        .withMessage("module 'kept' has been executed; its state ends with its interpreter");
    assertThat(module.def()).isSameAs(def);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullAsAName_isNamed() {
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> interpreter.importModule(null))
        .withMessage("the name of a module is null");
  }
}
