// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.imports.ImportSystem;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Relative names: area REL.
class RelativeNameTest {

  private final World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private Object importFrom(Map<String, Object> globals, String name, int level, String... names) {
    return world.callImport(name, globals, List.of(names), level);
  }

  @Test
  @Case("REL-01")
  void relativeImport_byPackageOrByName_findsTheSibling() {
    world.packageOf("pkg").module("pkg.mod1").module("pkg.mod2");
    for (Map<String, Object> globals :
        List.<Map<String, Object>>of(
            Map.of("__package__", "pkg"), Map.of("__name__", "pkg.mod1"))) {
      world.interpreter().modules().remove("pkg");
      world.interpreter().modules().remove("pkg.mod2");

      Object module = importFrom(globals, "", 1, "mod2");

      assertThat(module).isSameAs(world.registered("pkg"));
      assertThat(((ModuleObject) module).get("mod2")).isSameAs(world.registered("pkg.mod2"));
    }
  }

  @Test
  @Case("REL-02")
  void relativeImport_inPackageBody_startsFromThePackageItself() {
    world.packageOf("pkg").module("pkg.module");

    Object module = importFrom(Map.of("__name__", "pkg", "__path__", List.of()), "", 1, "module");

    assertThat(module).isSameAs(world.registered("pkg"));
    assertThat(world.isRegistered("pkg.module")).isTrue();
  }

  @Test
  void relativeImport_inRunningPackageBody_findsItsSubmodule() {
    world
        .packageOf("pkg", module -> World.in(module).importFrom(".module", "x"))
        .module("pkg.module", module -> module.set("x", 7L));

    assertThat(world.loadModule("pkg").get("x")).isEqualTo(7L);
  }

  @Test
  @Case("REL-03")
  void relativeImport_aboveTopLevel_isImportError() {
    world.packageOf("pkg");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> importFrom(Map.of("__name__", "pkg", "__path__", List.of()), "", 2, "x"))
        .withMessage("attempted relative import beyond top-level package");
  }

  @Test
  @Case("REL-04")
  void relativeImport_withoutPackage_isImportErrorThoughAnAbsoluteModuleExists() {
    world.module("other");
    Map<String, Object> globals = new HashMap<>();
    globals.put("__package__", "");
    globals.put("__spec__", null);

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> importFrom(globals, "other", 1))
        .withMessage("attempted relative import with no known parent package");
  }

  @Test
  @Case("REL-05")
  void relativeImport_packageThatIsNoText_isTypeError() {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> importFrom(Map.of("__package__", new Object()), "x", 1))
        .withMessageStartingWith("package must be a string");
  }

  @Test
  @Case("REL-06")
  void relativeImport_packageThatDoesNotExist_isNotFound() {
    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> importFrom(Map.of("__package__", "nowhere"), "", 1, "x"))
        .matches(error -> "nowhere".equals(error.name()));
  }

  @Test
  @Case("REL-07")
  void relativeImport_packageAndNameDisagree_packageDecides() {
    world.packageOf("pkg").module("pkg.m");

    importFrom(Map.of("__package__", "pkg", "__name__", "wrong.place"), "", 1, "m");
    assertThat(world.isRegistered("pkg.m")).isTrue();

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(
            () -> importFrom(Map.of("__package__", "wrong", "__name__", "pkg.m"), "", 1, "m"));
  }

  @Test
  @Case("REL-08")
  void relativeImport_ofNameThatExistsOnlyAbsolutely_isImportError() {
    world.packageOf("pkg").module("os");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> importFrom(Map.of("__package__", "pkg"), "os", 1, "x"))
        .matches(error -> "pkg.os".equals(error.name()));
  }

  @Test
  @Case("REL-09")
  void resolveName_allForms_giveFullNames() {
    assertThat(ImportSystem.resolveName(".bacon", "spam.eggs")).isEqualTo("spam.eggs.bacon");
    assertThat(ImportSystem.resolveName("..bacon", "spam.eggs")).isEqualTo("spam.bacon");
    assertThat(ImportSystem.resolveName("bacon", "spam")).isEqualTo("bacon");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> ImportSystem.resolveName("..bacon", "spam"))
        .withMessage("attempted relative import beyond top-level package");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> ImportSystem.resolveName(".bacon", ""))
        .withMessage("no package specified for '.bacon' (required for relative module names)");
  }

  @Test
  void relativeImport_bySpec_startsFromTheSpecsParent() {
    world.packageOf("pkg").module("pkg.m");
    ModuleSpec spec = ModuleSpec.of("pkg.caller", null).build();

    assertThat(importFrom(Map.of("__spec__", spec), "m", 1, "x")).isSameAs(world.load("pkg.m"));
    assertThat(world.warnings()).isEmpty();
  }

  @Test
  void relativeImport_packageDiffersFromSpec_warns() {
    world.packageOf("pkg").module("pkg.m");
    ModuleSpec spec = ModuleSpec.of("other.caller", null).build();

    importFrom(Map.of("__package__", "pkg", "__spec__", spec), "m", 1, "x");

    assertThat(world.warnings())
        .containsExactly("DeprecationWarning: __package__ != __spec__.parent ('pkg' != 'other')");
  }

  @Test
  void relativeImport_byNameOnly_warns() {
    world.packageOf("pkg").module("pkg.m");

    importFrom(Map.of("__name__", "pkg.caller"), "m", 1, "x");

    assertThat(world.warnings())
        .containsExactly(
            "ImportWarning: can't resolve package from __spec__ or __package__, falling back on"
                + " __name__ and __path__");
  }

  @Test
  void relativeImport_globalsThatTellNothing_areRefused() {
    assertThatExceptionOfType(KeyError.class)
        .isThrownBy(() -> importFrom(Map.of(), "m", 1))
        .withMessage("'__name__' not in globals");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> importFrom(Map.of("__name__", 5L), "m", 1));
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> importFrom(Map.of("__spec__", 5L), "m", 1))
        .withMessage("'int' object has no attribute 'parent'");
  }

  @Test
  void relativeImport_ofDottedNameWithoutFromList_givesTheFirstStep() {
    world.packageOf("pkg").packageOf("pkg.sub").module("pkg.sub.leaf");

    assertThat(importFrom(Map.of("__package__", "pkg"), "sub.leaf", 1))
        .isSameAs(world.registered("pkg.sub"));
  }
}
