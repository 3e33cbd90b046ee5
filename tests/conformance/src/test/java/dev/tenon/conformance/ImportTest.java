// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.error.kind.ZeroDivisionError;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.value.TenonCallable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The import core: area IMP.
class ImportTest {

  private final World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  @Case("IMP-01")
  void import_registeredText_givesTheTextAndAsksNoFinder() {
    MetaPathFinder failing =
        (name, path, target) -> {
          throw new AssertionError("asked for " + name);
        };
    world.imports().metaPath().addFirst(failing);
    String text = "some text";
    world.interpreter().modules().put("some_module", text);

    assertThat(world.load("some_module")).isSameAs(text);
  }

  @Test
  @Case("IMP-02")
  void import_registeredNull_isHalted() {
    world.interpreter().modules().put("n", null);

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("n"))
        .withMessage("import of n halted; None in sys.modules")
        .matches(error -> "n".equals(error.name()));
  }

  @Test
  @Case("IMP-03")
  void import_unknownName_isNotFound() {
    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("n"))
        .withMessageStartingWith("No module named 'n'\n")
        .matches(error -> "n".equals(error.name()));
  }

  @Test
  @Case("IMP-04")
  void import_submodule_importsItsPackageFirst() {
    world.packageOf("pkg").module("pkg.module");

    world.load("pkg.module");

    assertThat(world.ran()).containsExactly("pkg", "pkg.module");
    assertThat(world.isRegistered("pkg")).isTrue();
  }

  @Test
  @Case("IMP-05")
  void import_submoduleOfUnknownPackage_namesThePackage() {
    world.module("pkg.module");

    ImportException error =
        catchThrowableOfType(ImportException.class, () -> world.load("pkg.module"));

    assertThat(error.name()).isEqualTo("pkg");
  }

  @Test
  @Case("IMP-06")
  void import_submoduleOfPlainModule_saysItIsNoPackage() {
    world.module("plain");

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> world.load("plain.sub"))
        .withMessage("No module named 'plain.sub'; 'plain' is not a package")
        .matches(error -> "plain.sub".equals(error.name()));
  }

  @Test
  @Case("IMP-07")
  void import_submodule_isBoundInItsPackage() {
    world.packageOf("pkg").module("pkg.module");

    world.load("pkg.module");

    assertThat(world.loadModule("pkg").get("module")).isSameAs(world.registered("pkg.module"));
  }

  @Test
  @Case("IMP-08")
  void import_failingSubmodule_leavesPackageAndSiblings() {
    world
        .packageOf("fail")
        .module("fail.ok")
        .module(
            "fail.bad",
            module -> {
              World.in(module).importModule("fail.ok");
              throw new ZeroDivisionError("division by zero");
            });

    assertThatExceptionOfType(ZeroDivisionError.class).isThrownBy(() -> world.load("fail.bad"));

    assertThat(world.interpreter().modules().names())
        .contains("fail", "fail.ok")
        .doesNotContain("fail.bad");
    ModuleObject fail = world.loadModule("fail");
    assertThat(fail.has("ok")).isTrue();
    assertThat(fail.has("bad")).isFalse();
  }

  @Test
  @Case("IMP-09")
  void import_failingBody_runsEachTimeAndIsNeverKept() {
    world.module(
        "bad",
        module -> {
          throw new ZeroDivisionError("division by zero");
        });

    for (int round = 0; round < 3; round++) {
      assertThatExceptionOfType(ZeroDivisionError.class).isThrownBy(() -> world.load("bad"));
      assertThat(world.isRegistered("bad")).isFalse();
    }
    assertThat(world.ran()).hasSize(3);
  }

  @Test
  @Case("IMP-10")
  void import_bodyThatReplacesItself_givesTheReplacement() {
    Object replacement = new Object();
    world.module("m", module -> Interpreter.current().modules().put("m", replacement));

    assertThat(world.load("m")).isSameAs(replacement);
    assertThat(world.registered("m")).isSameAs(replacement);
  }

  @Test
  void import_bodyThatRemovesItself_fails() {
    world.module("m", module -> Interpreter.current().modules().remove("m"));

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> world.load("m"))
        .withMessage("Loaded module 'm' not found in sys.modules");
  }

  @Test
  void import_bodyThatForbidsItself_givesNullOnceAndIsHaltedThen() {
    world.module("m", module -> Interpreter.current().modules().put("m", null));

    assertThat(world.load("m")).isNull();
    assertThatExceptionOfType(ModuleNotFoundException.class).isThrownBy(() -> world.load("m"));
  }

  @Test
  void import_modulesThatImportOthers_areRegisteredInTheOrderTheyEnd() {
    world.module("outer", module -> World.in(module).importModule("inner")).module("inner");

    world.load("outer");

    assertThat(world.interpreter().modules().names()).endsWith("inner", "outer");
  }

  @Test
  @Case("IMP-11")
  void importFunction_withAndWithoutFromList_givesLeafAndTop() {
    world.packageOf("pkg").module("pkg.module", module -> module.set("attr", 1L));

    assertThat(world.callImport("pkg.module")).isSameAs(world.registered("pkg"));
    assertThat(world.callImport("pkg.module", Map.of(), List.of("attr"), 0))
        .isSameAs(world.registered("pkg.module"));
  }

  @Test
  @Case("IMP-12")
  void importStatement_plainAndAs_bindTopAndLeaf() {
    world.packageOf("pkg").packageOf("pkg.sub").module("pkg.sub.leaf");
    Map<String, Object> globals = new HashMap<>();

    world.imports().statementsOf(globals).importModule("pkg.sub.leaf");
    world.imports().statementsOf(globals).importModuleAs("pkg.sub.leaf", "short");

    assertThat(globals)
        .containsOnly(
            Map.entry("pkg", world.registered("pkg")),
            Map.entry("short", world.registered("pkg.sub.leaf")));
  }

  @Test
  @Case("IMP-13")
  void importByName_relativeNames_startFromThePackage() {
    world.packageOf("a").packageOf("a.b").module("a.c").packageOf("pkg").module("pkg.mod");

    assertThat(world.imports().importModule("..c", "a.b")).isSameAs(world.load("a.c"));
    assertThat(world.imports().importModule(".mod", "pkg")).isSameAs(world.load("pkg.mod"));
  }

  @Test
  @Case("IMP-14")
  void importByName_relativeWithoutPackage_isTypeError() {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> world.imports().importModule(".support", null))
        .withMessage(
            "the 'package' argument is required to perform a relative import for '.support'");
  }

  @Test
  @Case("IMP-15")
  void importFunction_emptyNameOrNegativeLevel_isValueError() {
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.callImport("", Map.of(), List.of(), 0))
        .withMessage("Empty module name");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.callImport("m", Map.of(), List.of(), -1))
        .withMessage("level must be >= 0");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.load(""))
        .withMessage("Empty module name");
  }

  @Test
  void importFunction_argumentsOfWrongKinds_areTypeErrors() {
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> world.callImport(5L))
        .withMessageStartingWith("module name must be a string");
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> world.callImport());
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> world.callImport("m", "globals"))
        .withMessageStartingWith("globals must be a dict or a module");
  }

  @Test
  @Case("IMP-16")
  void import_submoduleOfPackageThatCannotBeSet_warns() {
    ModuleKind sealed =
        ModuleKind.of("sealed")
            .onSet((module, name, value) -> {
              throw new AttributeError("cannot set " + name);
            })
            .build();
    world.packageOf("p", module -> module.setKind(sealed)).module("p.c");

    world.load("p.c");

    assertThat(world.warnings())
        .containsExactly("ImportWarning: Cannot set an attribute on 'p' for child module 'c'");
    assertThat(world.isRegistered("p.c")).isTrue();
  }

  @Test
  void errorOfABody_hasTheBodiesItPassedInItsTraceback() {
    world.packageOf("pkg", module -> World.in(module).importModule("pkg.ext"));
    world
        .finder()
        .add(
            ModuleDef.of("pkg.ext").exec(module -> World.in(module).importModule("maker")).build());
    world
        .finder()
        .add(
            ModuleDef.of("maker")
                .create((spec, def) -> {
                  throw new ValueError("no module today");
                })
                .build());

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.load("pkg"))
        .satisfies(error ->
            assertThat(
                    error.frames().stream().map(frame -> frame.module() + "." + frame.function()))
                .containsExactly("maker.<create>", "pkg.ext.<module>", "pkg.<module>"));
  }

  @Test
  @Case("IMP-17")
  void import_followsTheBuiltinsThatTheGlobalsName() {
    world.module("m");
    TenonCallable own = arguments -> "own " + arguments[0];
    ModuleObject module = world.interpreter().newModule("user");
    Map<String, Object> globals = new HashMap<>(Map.of("__builtins__", Map.of("__import__", own)));

    assertThat(world.imports().statementsOf(globals).importModule("m")).isEqualTo("own m");
    module.set("__builtins__", Map.of("__import__", own));
    assertThat(world.imports().statementsOf(module).importModule("m")).isEqualTo("own m");
    ModuleObject builtins = world.interpreter().newModule("others");
    builtins.set("__import__", own);
    module.set("__builtins__", builtins);
    assertThat(world.imports().statementsOf(module).importModule("m")).isEqualTo("own m");
    module.set("__builtins__", Map.of());
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> world.imports().statementsOf(module).importModule("m"))
        .withMessage("__import__ not found");
    module.set("__builtins__", null);
    assertThat(world.imports().statementsOf(module).importModule("m")).isSameAs(world.load("m"));
  }

  @Test
  @Case("IMP-17")
  void importStatement_replacedImportFunction_bindsWhatItGives() {
    TenonCallable five = arguments -> 5L;
    world.interpreter().builtins().set("__import__", five);
    Map<String, Object> globals = new HashMap<>();

    world.imports().statementsOf(globals).importModule("m");

    assertThat(globals).containsExactly(Map.entry("m", 5L));
    assertThat(world.isRegistered("m")).isFalse();
  }

  @Test
  void importStatement_withoutImportFunction_isImportError() {
    world.interpreter().builtins().delete("__import__");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> world.imports().statementsOf(new HashMap<>()).importModule("m"))
        .withMessage("__import__ not found");
  }

  @Test
  void importFunction_replacement_getsTheArgumentsOfTheStatement() {
    List<Object> got = new ArrayList<>();
    TenonCallable recording =
        arguments -> {
          got.addAll(List.of(arguments));
          return world.imports().standardImport().call(arguments);
        };
    world.interpreter().builtins().set("__import__", recording);
    world.packageOf("pkg").module("pkg.mod", module -> module.set("x", 1L));
    ModuleObject caller = world.loadModule("pkg");

    world.imports().statementsOf(caller).importFrom(".mod", "x");

    assertThat(got).containsExactly("mod", caller.namespace(), List.of("x"), 1);
    assertThat(caller.get("x")).isEqualTo(1L);
  }

  @Test
  @Case("IMP-18")
  void import_afterDeletingTheEntry_givesANewModule() {
    world.module("n", module -> module.set("value", new Object()));
    ModuleObject old = world.loadModule("n");
    Object oldValue = old.get("value");

    world.interpreter().modules().remove("n");
    ModuleObject fresh = world.loadModule("n");

    assertThat(fresh).isNotSameAs(old);
    assertThat(old.get("value")).isSameAs(oldValue);
    assertThat(fresh.get("value")).isNotSameAs(oldValue);
  }
}
