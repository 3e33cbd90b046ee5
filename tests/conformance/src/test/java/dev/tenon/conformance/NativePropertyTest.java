// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.code.Code;
import dev.tenon.code.Globals;
import dev.tenon.error.DescriptorFault;
import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.OsError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.run.RunPy;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Properties and call operators that descriptors declare, in C and in Java.
class NativePropertyTest {

  private final NativeWorld world = new NativeWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  void property_ofAModuleInC_isReadStoredAndDeleted() {
    ModuleObject module = world.load("properties");

    assertThat(module.get("level")).isEqualTo(0L);
    module.set("level", 5L);
    assertThat(module.get("level")).isEqualTo(5L);
    module.delete("level");
    assertThat(module.get("level")).isEqualTo(-1L);
    assertThat(module.namespace()).doesNotContainKey("level");
    assertThat(module.kind().propertyNames()).containsExactly("level", "reads", "broken");
    assertThat(module.kind().propertyDoc("level")).isEqualTo("How high it is.");
  }

  @Test
  void property_asABareName_isTheProperty() {
    ModuleObject module = world.load("properties");
    Globals globals = Globals.of(module);

    globals.set("level", 3L);

    assertThat(globals.get("level")).isEqualTo(3L);
    assertThat(Code.of("<test>", names -> names.get("reads")).eval(module)).isEqualTo(1L);
    globals.delete("level");
    assertThat(globals.get("level")).isEqualTo(-1L);
  }

  @Test
  void property_errors_areThoseOfTheAccessors() {
    ModuleObject module = world.load("properties");

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> module.set("level", -1L))
        .withMessageContaining("whole number");
    assertThatExceptionOfType(OsError.class)
        .isThrownBy(() -> module.get("broken"))
        .satisfies(error ->
            assertThat(error.frames()).anyMatch(frame -> frame.toString().contains("broken")));
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> module.set("reads", 1L))
        .withMessage("property 'reads' of 'properties' object has no setter");
    assertThatExceptionOfType(AttributeError.class)
        .isThrownBy(() -> module.delete("reads"))
        .withMessage("property 'reads' of 'properties' object has no deleter");
  }

  @Test
  void callOperator_ofAModuleInC_isCalled() {
    ModuleObject module = world.load("properties");
    module.set("level", 40L);
    ModuleObject holder = new ModuleObject("holder");
    holder.set("properties", module);

    assertThat(holder.call("properties", 2L)).isEqualTo(42L);
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> holder.call("properties", 1L, 2L))
        .withMessageContaining("at most one argument");
  }

  @Test
  void properties_inTwoInterpreters_areApart() {
    try (NativeWorld other = new NativeWorld()) {
      world.load("properties").set("level", 1L);
      other.load("properties").set("level", 2L);

      assertThat(world.load("properties").get("level")).isEqualTo(1L);
      assertThat(other.load("properties").get("level")).isEqualTo(2L);
    }
  }

  @Test
  void badTable_loaded_hasAllFaultsReported() {
    assertThatExceptionOfType(ExtensionContractException.class)
        .isThrownBy(() -> world.load("bad_properties"))
        .satisfies(error ->
            assertThat(error.faults().stream().map(DescriptorFault::text))
                .anyMatch(text -> text.contains("properties[0].get): a NULL function"))
                .anyMatch(text -> text.contains("properties[1].set): pointer 0x10"))
                .anyMatch(text -> text.contains("properties[1].del): pointer 0x18"))
                .anyMatch(text -> text.contains("a second attribute 'twice'"))
                .anyMatch(text -> text.contains("'__dict__'"))
                .anyMatch(text -> text.contains("(call): pointer 0x20"))
                .hasSize(6));
    assertThat(world.isRegistered("bad_properties")).isFalse();
  }

  private static final class Level {
    long level = 7;
  }

  private static ModuleDef.Builder levels(String name) {
    return ModuleDef.of(name)
        .state(Level.class, Level::new)
        .property(
            "level",
            "How high it is.",
            module -> module.state(Level.class).level,
            (module, value) -> module.state(Level.class).level = (Long) value,
            module -> module.state(Level.class).level = -1)
        .call((module, arguments) -> module.state(Level.class).level + arguments.length);
  }

  private void add(ModuleDef def) {
    MemoryFinder finder = new MemoryFinder();
    world.interpreter().imports().metaPath().addFirst(finder.add(def));
  }

  @Test
  void property_ofAModuleInJava_isOfItsState() {
    add(levels("levels").build());
    ModuleObject module = world.load("levels");

    module.set("level", 9L);

    assertThat(module.get("level")).isEqualTo(9L);
    assertThat(module.namespace()).doesNotContainKey("level");
    ModuleObject holder = new ModuleObject("holder");
    holder.set("levels", module);
    assertThat(holder.call("levels", "x")).isEqualTo(10L);
    module.delete("level");
    assertThat(module.get("level")).isEqualTo(-1L);
  }

  @Test
  void property_afterAdoption_isOneOfMain() throws Exception {
    add(
        levels("levels")
            .main((module, arguments) -> (int) (long) (Long) Globals.of(module).get("level"))
            .build());

    int status = new RunPy(world.interpreter()).runModuleAsMain("levels", List.of());

    assertThat(status).isEqualTo(7);
    assertThat(world.interpreter().main().get("level")).isEqualTo(7L);
  }

  @Test
  void property_afterAFailedExec_isGone() {
    add(
        levels("levels")
            .exec(module -> {
              throw new ValueError("no");
            })
            .build());
    ModuleObject main = world.interpreter().main();

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> new RunPy(world.interpreter()).runModuleAsMain("levels", List.of()));

    assertThat(main.kind()).isSameAs(ModuleKind.STANDARD);
  }

  @Test
  void property_besideTheKindOfACreateSlot_isAdded() {
    ModuleKind own =
        ModuleKind.of("own").property("other", module -> "own").onCall((m, a) -> "called").build();
    add(
        ModuleDef.of("made")
            .create((spec, def) -> {
              ModuleObject module =
                  Modules.create(def, spec.name(), ModuleOwner.of(world.interpreter().main()));
              module.setKind(own);
              return module;
            })
            .property("level", null, module -> 1L)
            .build());
    ModuleObject module = world.load("made");

    assertThat(module.get("level")).isEqualTo(1L);
    assertThat(module.get("other")).isEqualTo("own");
    assertThat(module.kind().base()).isSameAs(own);
  }
}
