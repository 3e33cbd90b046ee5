package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.imports.ExtensionLoader;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.Taint;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Public methods that only the machinery has a use for: others cannot break with them what an
/// interpreter promises.
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

    def.releaseLoad("as 'once'");
    def.releaseLoad(this);

    assertThat(def.claimLoad(this)).hasToString("as 'once'");
  }

  @Test
  void executedModule_keepsItsState() throws Exception {
    ModuleDef def = ModuleDef.of("kept").exec(_ -> {}).build();
    ModuleObject module = loaded(def);

    assertThatIllegalStateException()
        .isThrownBy(module::detach)
        .withMessage("module 'kept' has been executed; its state ends with its interpreter");
    assertThat(module.def()).isSameAs(def);
  }

  @Test
  void openInterpreter_keepsItsModulesAndItsSearch() {
    assertThatIllegalStateException()
        .isThrownBy(() -> interpreter.imports().wipe(interpreter.builtins()))
        .withMessageContaining("is open; close it");
    assertThatIllegalStateException().isThrownBy(() -> interpreter.imports().endSearch());
    assertThat(interpreter.importModule("sys")).isNotNull();
  }

  @Test
  void taint_isNotedByLoadsOnly() {
    assertThatIllegalStateException()
        .isThrownBy(() -> interpreter.noteForced(new Taint("none", InterpreterSupport.SHARED)));
    assertThat(interpreter.taints()).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullAsAName_isNamed() {
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> interpreter.importModule(null))
        .withMessage("the name of a module is null");
  }
}
