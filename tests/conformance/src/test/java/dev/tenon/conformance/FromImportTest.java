// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.imports.ImportStatements;
import dev.tenon.module.ModuleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From-lists and star import: area FROM.
class FromImportTest {

  @TempDir private Path folder;
  private final World world = new World();
  private final Map<String, Object> globals = new LinkedHashMap<>();
  private final ImportStatements statements = world.imports().statementsOf(globals);

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  @Case("FROM-01")
  void fromImport_missingNameOfModuleWithFile_namesModuleAndFile() throws Exception {
    Path file = Files.writeString(folder.resolve("m" + AttributeFiles.SUFFIX), "y=1\n");
    world.imports().path().add(folder.toString());

    ImportException error =
        catchThrowableOfType(ImportException.class, () -> statements.importFrom("m", "x"));

    assertThat(error).hasMessageStartingWith("cannot import name 'x' from 'm' (" + file + ")");
    assertThat(error.name()).isEqualTo("m");
    assertThat(error.path()).isEqualTo(file.toString());
  }

  @Test
  @Case("FROM-02")
  void fromImport_missingNameOfModuleWithoutFile_saysUnknownLocation() {
    world.module("m");

    ImportException error =
        catchThrowableOfType(ImportException.class, () -> statements.importFrom("m", "x"));

    assertThat(error).hasMessage("cannot import name 'x' from 'm' (unknown location)");
    assertThat(error.name()).isEqualTo("m");
    assertThat(error.path()).isNull();
  }

  @Test
  void fromImport_ofObjectThatIsNoModule_saysUnknownName() {
    world.interpreter().modules().put("five", 5L);

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> statements.importFrom("five", "x"))
        .withMessage("cannot import name 'x' from '<unknown module name>' (unknown location)");
  }

  @Test
  @Case("FROM-03")
  void fromList_submodule_isLoadedAndBound() {
    world.packageOf("pkg").module("pkg.module");

    Object module = world.callImport("pkg", Map.of(), List.of("module"), 0);

    assertThat(module).isSameAs(world.registered("pkg"));
    assertThat(((ModuleObject) module).get("module")).isSameAs(world.registered("pkg.module"));
  }

  @Test
  @Case("FROM-04")
  void fromList_unknownName_isNoErrorOfTheImportFunction() {
    world.packageOf("pkg");

    Object module = world.callImport("pkg", Map.of(), List.of("non_existent"), 0);

    assertThat(module).isSameAs(world.registered("pkg"));
    assertThat(((ModuleObject) module).has("non_existent")).isFalse();
  }

  @Test
  void fromList_submoduleThatNeedsAMissingModule_isAnError() {
    world.packageOf("pkg").module("pkg.sub", module -> World.in(module).importModule("nowhere"));

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> statements.importFrom("pkg", "sub"))
        .matches(error -> "nowhere".equals(error.name()));
  }

  @Test
  void fromList_forbiddenSubmodule_isAnError() {
    world.packageOf("pkg");
    world.interpreter().modules().put("pkg.sub", null);

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> statements.importFrom("pkg", "sub"))
        .withMessage("import of pkg.sub halted; None in sys.modules");
  }

  @Test
  void fromList_itemThatIsNoText_isTypeErrorForPackages() {
    world.packageOf("pkg").module("plain");

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> world.callImport("pkg", Map.of(), List.of(5L), 0))
        .withMessage("Item in ``from list'' must be str, not int");
    assertThat(world.callImport("plain", Map.of(), List.of(5L), 0)).isNotNull();
  }

  @Test
  @Case("FROM-05")
  void starImport_submoduleInAll_isLoadedAndBound() {
    world.packageOf("pkg", module -> module.set("__all__", List.of("module"))).module("pkg.module");

    statements.importAllFrom("pkg");

    assertThat(globals).containsExactly(Map.entry("module", world.registered("pkg.module")));
  }

  @Test
  @Case("FROM-06")
  void starImport_withoutAll_bindsNamesWithoutUnderscore() {
    world.module(
        "m", module -> List.of("a", "_b", "__c__", "d").forEach(name -> module.set(name, name)));

    statements.importAllFrom("m");

    assertThat(globals).containsExactly(Map.entry("a", "a"), Map.entry("d", "d"));
  }

  @Test
  @Case("FROM-07")
  void starImport_listedUnderscoreName_isBound() {
    List<Object> sequences = List.of(List.of("a", "_b"), new Object[] {"a", "_b"});
    for (Object all : sequences) {
      world.module(
          "m",
          module -> {
            module.set("__all__", all);
            List.of("a", "_b", "c").forEach(name -> module.set(name, name));
          });
      world.interpreter().modules().remove("m");
      globals.clear();

      statements.importAllFrom("m");

      assertThat(globals).containsOnlyKeys("a", "_b");
    }
  }

  @Test
  @Case("FROM-08")
  void starImport_itemThatIsNoText_isTypeError() {
    for (boolean inPackage : List.of(false, true)) {
      String name = inPackage ? "pkg" : "m";
      world.packageOf("pkg", module -> module.set("__all__", List.of(5L)));
      world.module("m", module -> module.set("__all__", List.of(5L)));

      assertThatExceptionOfType(TypeError.class)
          .isThrownBy(() -> statements.importAllFrom(name))
          .withMessage("Item in %s.__all__ must be str, not int", name);
      assertThat(globals).isEmpty();
    }
  }

  @Test
  void starImport_listedNameThatIsMissing_isAttributeError() {
    world.module("m", module -> module.set("__all__", List.of("nope")));

    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> statements.importAllFrom("m"))
        .withMessage("module 'm' has no attribute 'nope'");
  }

  @Test
  @Case("FROM-09")
  void all_leavesOutAName_itIsStillReadableAndImportable() {
    world.module(
        "m",
        module -> {
          module.set("__all__", List.of());
          module.set("extra", 1L);
        });

    assertThat(world.loadModule("m").get("extra")).isEqualTo(1L);
    assertThat(statements.importFrom("m", "extra")).containsEntry("extra", 1L);
  }

  @Test
  @Case("FROM-10")
  void fromImport_attributeAndSubmoduleOfOneName_theAttributeIsTaken() {
    world.packageOf("pkg", module -> module.set("sub", "text")).module("pkg.sub");

    statements.importFrom("pkg", "sub");

    assertThat(globals).containsExactly(Map.entry("sub", "text"));
    assertThat(world.isRegistered("pkg.sub")).isFalse();
  }

  @Test
  void fromImport_submoduleThatLostItsAttribute_isTakenFromTheRegistry() {
    world.packageOf("pkg").module("pkg.sub");
    world.load("pkg.sub");
    world.loadModule("pkg").delete("sub");

    assertThat(statements.importFromAs("pkg", "sub", "s")).isSameAs(world.registered("pkg.sub"));
    assertThat(globals).containsOnlyKeys("s");
  }
}
