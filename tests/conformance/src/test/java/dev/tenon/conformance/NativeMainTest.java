// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.run.RunPy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  private static String library(String name) throws IOException {
    try (Stream<Path> files = Files.list(NativeWorld.FIXTURES)) {
      return files
          .map(Path::toString)
          .filter(file -> file.contains("/" + name + "."))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void libraryWithTwoModules_runByName_runsThatOne() throws Exception {
    assertThat(runPy.runModuleAsMain("twins:other_twin", List.of())).isEqualTo(2);

    assertThat(main.get("ran")).isEqualTo("second");
    assertThat(((ModuleSpec) main.get("__spec__")).name()).isEqualTo("other_twin");
    assertThat(world.interpreter().modules().get("other_twin")).isSameAs(main);
  }

  @Test
  void libraryByPath_runByName_runsThatOne() throws Exception {
    assertThat(runPy.runModuleAsMain(library("twins") + ":twins", List.of())).isEqualTo(1);
  }

  @Test
  void library_withoutThatModule_isRefused() {
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> runPy.runModuleAsMain("twins:triplet", List.of()))
        .withMessageContaining("TenonModule_triplet");
  }

  @Test
  void library_runByItsPath_adoptsMainUnderItsName() throws Exception {
    String path = library("twins");

    assertThat(runPy.runPathAsMain(path, List.of())).isEqualTo(1);

    assertThat(world.load("twins")).isSameAs(main);
    assertThat(world.interpreter().imports().sys().get("argv")).isEqualTo(List.of(path));
  }

  @Test
  @Case({"MAIN-10", "MAIN-12"})
  void functionsInC_withImportName_haveTwoModuleNames() throws Exception {
    runPy.runModuleAsMain("twins:other_twin", List.of());

    ModuleFunction fails = (ModuleFunction) main.get("fails");

    assertThat(fails.moduleName()).isEqualTo("public_twin");
    assertThat(fails.implModuleName()).isEqualTo("__main__");
    assertThat(Inspect.sourceOf(fails)).contains(library("twins"));
  }

  @Test
  void error_passingThroughC_namesTheFunction() throws IOException {
    String file = library("twins");

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.load("twins").call("fails"))
        .satisfies(error ->
            assertThat(error.frames())
                .singleElement()
                .satisfies(frame -> {
                  assertThat(frame)
                      .isEqualTo(ModuleFrame.inLibrary("twins", "fails", file, frame.offset()));
                  assertThat(frame.offset()).isPositive();
                  assertThat(frame)
                      .hasToString(
                          "File \"%s+0x%x\", in twins.fails".formatted(file, frame.offset()));
                }));
  }
}
