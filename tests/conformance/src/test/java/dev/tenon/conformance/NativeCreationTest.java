// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.function.ModuleFunction;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.value.TenonCallable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What create and exec slots are given, and what the module has afterwards: area DEF.
class NativeCreationTest {

  private final NativeWorld world = new NativeWorld();
  private final List<Object> registeredInCreate = new ArrayList<>();
  private final List<Object> specs = new ArrayList<>();
  private final List<ModuleObject> executed = new ArrayList<>();

  @BeforeEach
  void addWitness() {
    MemoryFinder finder = new MemoryFinder();
    finder.add(
        "witness",
        module -> {
          module.set(
              "in_create",
              (TenonCallable)
                  given -> {
                    registeredInCreate.add(world.isRegistered("shows_itself"));
                    return specs.add(given[0]);
                  });
          module.set("in_exec", (TenonCallable) given -> executed.add(recorded(given[0])));
        });
    world.interpreter().imports().metaPath().addFirst(finder);
  }

  /// Holds what an exec slot sees against what it should see.
  private ModuleObject recorded(Object given) {
    ModuleObject module = (ModuleObject) given;
    assertThat(world.interpreter().modules().get("shows_itself")).isSameAs(module);
    assertThat(module.get("__name__")).isEqualTo("shows_itself");
    ModuleSpec spec = (ModuleSpec) module.get("__spec__");
    assertThat(module.get("__loader__")).isSameAs(spec.loader()).isNotNull();
    return module;
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Test
  @Case("DEF-21")
  void registry_inCreateAndExec_holdsTheModuleInExecOnly() {
    ModuleObject module = world.load("shows_itself");

    assertThat(registeredInCreate).containsExactly(false);
    assertThat(executed).containsExactly(module);
  }

  @Test
  @Case("DEF-22")
  void createSlot_inC_isGivenTheSpec() {
    ModuleSpec spec = world.interpreter().imports().findSpec("shows_itself");

    world.interpreter().imports().moduleFromSpec(spec);

    assertThat(specs).hasSize(1);
    assertThat(specs.getFirst()).isSameAs(spec);
  }

  @Test
  @Case("DEF-22")
  void createSlot_inJava_isGivenSpecAndDefinition() {
    List<Object> given = new ArrayList<>();
    ModuleDef def =
        ModuleDef.of("other")
            .create((spec, itself) -> {
              given.add(spec);
              given.add(itself);
              return "made";
            })
            .build();
    ModuleSpec spec = ModuleSpec.of("name", new ExtensionLoader(_ -> def)).build();

    assertThat(world.interpreter().imports().moduleFromSpec(spec)).isEqualTo("made");

    assertThat(given).hasSize(2);
    assertThat(given.get(0)).isSameAs(spec);
    assertThat(given.get(1)).isSameAs(def);
  }

  @Test
  @Case("DEF-25")
  void function_ofAModule_knowsItsOwnerAndItsModuleName() {
    ModuleObject module = world.load("basic");
    ModuleFunction add = (ModuleFunction) module.get("add");

    assertThat(add.module()).isSameAs(module);
    assertThat(add.moduleName()).isEqualTo("basic");
  }

  @Test
  @Case("DEF-27")
  void definition_ofModules_isGivenWhereThereIsOne() {
    ModuleObject first = world.load("basic");
    world.interpreter().modules().remove("basic");
    ModuleObject second = world.load("basic");

    assertThat(first.def()).isNotNull().isSameAs(second.def());
    assertThat(first.def().name()).isEqualTo("basic");
    assertThat(world.load("witness").def()).isNull();
  }
}
