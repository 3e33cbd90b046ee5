// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ZeroDivisionError;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Reload: area RELOAD.
class ReloadTest {

  private final World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private ModuleObject reload(ModuleObject module) {
    return world.interpreter().reload(module);
  }

  @Test
  @Case("RELOAD-01")
  void reload_changedModule_isAsItsBodySays() {
    world.module("m", module -> module.set("value", 1L));
    ModuleObject module = world.loadModule("m");
    module.set("value", 2L);

    assertThat(reload(module)).isSameAs(module);

    assertThat(world.registered("m")).isSameAs(module);
    assertThat(module.get("value")).isEqualTo(1L);
  }

  @Test
  @Case("RELOAD-02")
  void reload_addedAttribute_stays() {
    world.module("m");
    ModuleObject module = world.loadModule("m");
    module.set("available", true);

    reload(module);

    assertThat(module.get("available")).isEqualTo(true);
  }

  @Test
  @Case("RELOAD-03")
  void reload_failingBody_leavesWhatItGotTo() {
    world.module(
        "m",
        module -> {
          module.set("a", 1L);
          module.set("b", 2L);
        });
    ModuleObject module = world.loadModule("m");
    world.module(
        "m",
        changed -> {
          changed.set("a", 10L);
          throw new ZeroDivisionError("division by zero");
        });

    assertThatExceptionOfType(ZeroDivisionError.class).isThrownBy(() -> reload(module));

    assertThat(world.registered("m")).isSameAs(module);
    assertThat(module.get("a")).isEqualTo(10L);
    assertThat(module.get("b")).isEqualTo(2L);
  }

  @Test
  @Case("RELOAD-04")
  void reload_unregisteredModuleOrOtherObject_isRefused() {
    world.module("n");
    ModuleObject module = world.loadModule("n");
    world.interpreter().modules().remove("n");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> reload(module))
        .withMessage("module n not in sys.modules")
        .matches(error -> "n".equals(error.name()));
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> world.imports().reload("text"))
        .withMessage("reload() argument must be a module");
  }

  @Test
  @Case("RELOAD-05")
  void executeInPlace_brokenImportAttributes_areSetAgain() {
    world.module("m");
    ModuleObject module = world.loadModule("m");
    ModuleSpec spec = (ModuleSpec) module.get("__spec__");
    module.set("__name__", "wrong");
    List.of("__loader__", "__package__", "__spec__").forEach(module::delete);

    assertThat(world.imports().executeInPlace(spec, module)).isSameAs(module);

    assertThat(module.get("__name__")).isEqualTo("m");
    assertThat(module.get("__loader__")).isSameAs(spec.loader());
    assertThat(module.get("__package__")).isEqualTo("");
    assertThat(module.get("__spec__")).isSameAs(spec);
  }

  @Test
  void executeInPlace_otherModuleRegistered_isRefused() {
    world.module("m");
    ModuleSpec spec = (ModuleSpec) world.loadModule("m").get("__spec__");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> world.imports().executeInPlace(spec, new ModuleObject("m")))
        .withMessage("module 'm' not in sys.modules");
  }

  @Test
  @Case("RELOAD-06")
  void reload_moduleOfDescriptor_isNotExecutedAgain() {
    List<String> runs = new ArrayList<>();
    world
        .finder()
        .add(
            ModuleDef.of("ext")
                .exec(module -> {
                  runs.add("exec");
                  module.set("type", new Object());
                })
                .build());
    ModuleObject module = world.loadModule("ext");
    Object type = module.get("type");

    assertThat(reload(module)).isSameAs(module);

    assertThat(module.get("type")).isSameAs(type);
    assertThat(runs).hasSize(1);
  }

  @Test
  @Case("RELOAD-07")
  void reload_bodyThatReplacesItself_givesWhatIsRegisteredAfterwards() {
    List<ModuleObject> made = new ArrayList<>();
    world.module(
        "m",
        module -> {
          made.add(new ModuleObject("m"));
          Interpreter.current().modules().put("m", made.getLast());
        });

    ModuleObject first = world.loadModule("m");
    assertThat(first).isSameAs(made.getFirst());

    // The replacement knows no spec, so it is found by its name.
    ModuleObject second = reload(first);
    assertThat(second).isSameAs(made.getLast()).isNotSameAs(first);
    assertThat(world.registered("m")).isSameAs(second);
  }

  @Test
  @Case("RELOAD-08")
  void reload_submodule_isSearchedOnItsPackagesPath() {
    world.packageOf("pkg").module("pkg.ham");
    ModuleObject ham = world.loadModule("pkg.ham");
    List<Object> paths = new ArrayList<>();
    MetaPathFinder recording =
        (name, path, target) -> {
          paths.add(path);
          return null;
        };
    world.imports().metaPath().addFirst(recording);

    assertThat(reload(ham)).isSameAs(ham);

    assertThat(paths).hasSize(1);
    assertThat(paths.getFirst()).isSameAs(world.loadModule("pkg").get("__path__"));
  }

  @Test
  void reload_submoduleWhosePackageIsGone_isImportError() {
    world.packageOf("pkg").module("pkg.ham");
    ModuleObject ham = world.loadModule("pkg.ham");
    world.interpreter().modules().remove("pkg");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> reload(ham))
        .withMessage("parent 'pkg' not in sys.modules")
        .matches(error -> "pkg".equals(error.name()));
  }

  @Test
  void reload_moduleNoLongerFound_keepsItsSpec() {
    world.module("m");
    ModuleObject module = world.loadModule("m");
    Object spec = module.get("__spec__");
    world.finder().remove("m");

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> reload(module))
        .withMessageStartingWith("spec not found for the module 'm'");

    assertThat(module.get("__spec__")).isSameAs(spec);
  }

  @Test
  void reload_withinItself_givesTheModuleAtOnce() {
    List<Object> inner = new ArrayList<>();
    world.module("m");
    ModuleObject module = world.loadModule("m");
    world.module("m", again -> inner.add(Interpreter.current().reload(again)));

    reload(module);

    assertThat(inner).containsExactly(module);
  }

  @Test
  @Case("RELOAD-09")
  void reload_valueCopiedOut_staysOld() {
    world.module("m", module -> module.set("value", "old"));
    Map<String, Object> globals = new HashMap<>();
    world.imports().statementsOf(globals).importFrom("m", "value");
    world.module("m", module -> module.set("value", "new"));

    ModuleObject module = reload(world.loadModule("m"));

    assertThat(globals).containsEntry("value", "old");
    assertThat(module.get("value")).isEqualTo("new");
  }
}
