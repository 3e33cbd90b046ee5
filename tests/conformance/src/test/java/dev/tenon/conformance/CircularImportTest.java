// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.ZeroDivisionError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Circular imports: area CIRC.
class CircularImportTest {

  private World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  /// A body that imports a module and then reads an attribute of it.
  private static ModuleSlot.ExecBody importAndRead(String other, String attribute) {
    return module -> ((ModuleObject) World.in(module).importModule(other)).get(attribute);
  }

  /// A body that imports a module and then sets an attribute.
  private static ModuleSlot.ExecBody importAndSet(String other, String attribute) {
    return module -> {
      World.in(module).importModule(other);
      module.set(attribute, 1L);
    };
  }

  @Test
  @Case("CIRC-01")
  void cycle_thatReadsNothing_isNoError() {
    world
        .packageOf("pkg")
        .module("pkg.basic", module -> World.in(module).importFrom(".", "basic2"))
        .module("pkg.basic2", module -> World.in(module).importFrom(".", "basic"));

    ModuleObject basic = world.loadModule("pkg.basic");

    assertThat(basic.get("basic2")).isSameAs(world.registered("pkg.basic2"));
    assertThat(world.loadModule("pkg.basic2").get("basic")).isSameAs(basic);
  }

  @Test
  @Case("CIRC-02")
  void cycle_attributeNotYetThere_isAttributeErrorThatSaysWhy() {
    world.module("ca", importAndSet("cb", "x")).module("cb", importAndRead("ca", "x"));

    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> world.load("ca"))
        .withMessage(
            "partially initialized module 'ca' has no attribute 'x' (most likely due to a circular"
                + " import)\n  circular import: ca (exec) -> cb (exec) -> ca (exec)");
  }

  @Test
  @Case("CIRC-03")
  void cycle_fromImportOfNameNotYetThere_isImportErrorThatSaysWhy() {
    world
        .module("cf1", module -> World.in(module).importFrom("cf2", "a"))
        .module("cf2", module -> World.in(module).importFrom("cf1", "b"));

    ImportException error = catchThrowableOfType(ImportException.class, () -> world.load("cf1"));

    assertThat(error)
        .hasMessageStartingWith(
            "cannot import name 'b' from partially initialized module 'cf1' (most likely due to a"
                + " circular import)")
        .hasMessageContaining("circular import: cf1 (exec) -> cf2 (exec) -> cf1 (exec)");
    assertThat(error.name()).isEqualTo("cf1");
    assertThat(error.chain())
        .containsExactly(
            new ImportException.Step("cf1", Phase.EXEC),
            new ImportException.Step("cf2", Phase.EXEC),
            new ImportException.Step("cf1", Phase.EXEC));
  }

  @Test
  @Case("CIRC-04")
  void cycle_thatFails_leavesNoneOfItsModules() {
    world
        .module("ca", importAndSet("cb", "x"))
        .module("cb", importAndRead("ca", "x"))
        .module("cf1", module -> World.in(module).importFrom("cf2", "a"))
        .module("cf2", module -> World.in(module).importFrom("cf1", "b"));

    assertThatExceptionOfType(AttributeError.class).isThrownBy(() -> world.load("ca"));
    assertThatExceptionOfType(ImportException.class).isThrownBy(() -> world.load("cf1"));

    assertThat(world.interpreter().modules().names()).doesNotContain("ca", "cb", "cf1", "cf2");
  }

  @Test
  @Case("CIRC-05")
  void cycle_orderOfFirstImport_decides() {
    describeCrossReference();
    world.load("use");
    world.load("source");

    world.close();
    world = new World();
    describeCrossReference();
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> world.load("source"))
        .withMessageContaining("partially initialized module 'source'");
  }

  private void describeCrossReference() {
    world
        .module("use", importAndRead("source", "spam"))
        .module("source", importAndSet("use", "spam"));
  }

  @Test
  @Case("CIRC-06")
  void body_thatImportsItself_seesItsHalfBuiltSelf() {
    List<Object> seen = new ArrayList<>();
    world.module(
        "me",
        module -> {
          module.set("early", 1L);
          ModuleObject self = (ModuleObject) World.in(module).importModule("me");
          seen.add(self);
          seen.add(self.has("early"));
          seen.add(self.has("late"));
          module.set("late", 2L);
        });

    ModuleObject me = world.loadModule("me");

    assertThat(seen).containsExactly(me, true, false);
    assertThat(world.ran()).containsExactly("me");
  }

  @Test
  @Case("CIRC-07")
  void initializingMark_isSetOnlyWhileTheBodyRuns() {
    List<Boolean> inBody = new ArrayList<>();
    List<ModuleSpec> specs = new ArrayList<>();
    ModuleSlot.ExecBody record =
        module -> {
          ModuleSpec spec = (ModuleSpec) module.get("__spec__");
          specs.add(spec);
          inBody.add(spec.isInitializing());
        };
    world
        .module("good", record)
        .module(
            "bad",
            module -> {
              record.run(module);
              throw new ZeroDivisionError("division by zero");
            });

    world.load("good");
    assertThatExceptionOfType(ZeroDivisionError.class).isThrownBy(() -> world.load("bad"));

    assertThat(inBody).containsExactly(true, true);
    assertThat(specs).noneMatch(ModuleSpec::isInitializing);
  }

  @Test
  void submodule_readFromItsPackageWhileItsBodyRuns_saysSo() {
    world.packageOf("pkg").module("pkg.sub", module -> world.loadModule("pkg").get("sub"));

    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> world.load("pkg.sub"))
        .withMessage(
            "cannot access submodule 'sub' of module 'pkg' (most likely due to a circular import)\n"
                + "  circular import: pkg.sub (exec) -> pkg.sub (exec)");
  }
}
