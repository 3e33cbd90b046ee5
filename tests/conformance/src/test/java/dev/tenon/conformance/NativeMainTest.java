package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.SystemExit;
import dev.tenon.error.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.run.RunPy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Modules in C that run as the main program: the native half of area MAIN.
class NativeMainTest {

  private final NativeWorld world = new NativeWorld();
  private final ModuleObject main = world.interpreter().main();
  private final RunPy runPy = new RunPy(world.interpreter());

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  @Case({"MAIN-01", "MAIN-02", "MAIN-05", "MAIN-09"})
  void extension_runAsMain_adoptsTheExistingMain() throws Exception {
    main.set("mine", "kept");

    int status = runPy.runModuleAsMain("mainly", List.of("a", "b"));

    assertThat(status).isEqualTo(2);
    assertThat(main.get("self_in_exec")).isSameAs(main);
    assertThat(main.get("name_in_exec")).isEqualTo("__main__");
    assertThat(main.get("state_in_exec")).isEqualTo(0L);
    assertThat(main.get("arguments")).isEqualTo(2L);
    assertThat(main.get("mine")).isEqualTo("kept");
    assertThat(main.get("__import_name__")).isEqualTo("mainly");
    assertThat(((ModuleSpec) main.get("__spec__")).name()).isEqualTo("mainly");
    assertThat(world.load("mainly")).isSameAs(main);
  }

  @Test
  @Case("MAIN-03")
  void extensionWithCreateSlot_runAsMain_isRefusedAndNothingChanges() {
    List<String> before = List.copyOf(main.namespace().keySet());

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> runPy.runModuleAsMain("create_and_main", List.of()))
        .withMessageContaining("cannot be run as the main module");

    assertThat(main.namespace().keySet()).containsExactlyElementsOf(before);
    assertThat(main.get("__spec__")).isNull();
    assertThat(world.isRegistered("create_and_main")).isFalse();
  }

  @Test
  void mainSlot_thatRaises_reachesTheCaller() {
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> runPy.runModuleAsMain("mainly", List.of("raise")))
        .withMessage("raised in main");
  }

  @Test
  void mainSlot_thatExits_carriesItsStatus() {
    assertThatExceptionOfType(SystemExit.class)
        .isThrownBy(() -> runPy.runModuleAsMain("mainly", List.of("exit")))
        .satisfies(exit -> assertThat(exit.status()).isEqualTo(3));
  }

  @Test
  void extension_imported_doesNotRunItsMainSlot() {
    assertThat(world.load("mainly").has("arguments")).isFalse();
  }
}
