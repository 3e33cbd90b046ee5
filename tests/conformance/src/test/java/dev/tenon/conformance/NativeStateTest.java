// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.ImportSystem;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.Modules;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// The state of modules in C: area STATE.
class NativeStateTest {

  @Test
  @Case({"STATE-01", "STATE-02"})
  void state_inFirstExecSlot_isZeroedAndAligned() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("three_execs");

      assertThat(module.get("dirty")).isEqualTo(0L);
      assertThat(module.get("misaligned")).isEqualTo(0L);
    }
  }

  @Test
  @Case("STATE-03")
  void module_withoutState_isNotExecutedAgain() throws Exception {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("basic");
      module.set("year", 2000L);

      ModuleSpec spec = (ModuleSpec) Objects.requireNonNull(module.get("__spec__"));
      Objects.requireNonNull(spec.loader()).execModule(module);

      assertThat(module.get("year")).isEqualTo(2000L);
    }
  }

  @Test
  @Case({"STATE-09", "STATE-12"})
  void stateAndItsSize_areKnownForModulesOfDescriptors() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleDef without = Objects.requireNonNull(world.load("basic").def());
      ModuleDef with = Objects.requireNonNull(world.load("told_when_freed").def());
      ModuleObject plain = new ModuleObject("plain");

      assertThat(without.stateSize()).isZero();
      assertThat(with.stateSize()).isEqualTo(8);
      assertThat(plain.def()).isNull();
      assertThat(Modules.stateOf(plain)).isNull();
    }
  }

  @Test
  @Case({"STATE-07", "SHUT-02"})
  void state_whenInterpreterCloses_isClearedThenFreedOnce() {
    NativeWorld world = new NativeWorld();
    world.load("told_when_freed");
    assertThat(world.errorText()).isEmpty();

    world.close();
    world.close();

    assertThat(world.errorText()).isEqualTo("clear 7\nfree 7\n");
  }

  @Test
  @Case("STATE-08")
  void state_afterFailedExec_isFreedOnce() {
    NativeWorld world = new NativeWorld();
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> world.load("second_exec_fails"))
        .withMessage("second exec failed");
    assertThat(world.errorText()).isEqualTo("free 42\n");

    world.close();

    assertThat(world.errorText()).isEqualTo("free 42\n");
  }

  @Test
  @Case("STATE-04")
  void state_ofTwoInterpreters_isSeparate() {
    try (NativeWorld one = new NativeWorld();
        NativeWorld other = new NativeWorld()) {
      ModuleObject first = one.load("functions");
      ModuleObject second = other.load("functions");
      first.call("hold", first);

      assertThat(first.call("held")).isSameAs(first);
      assertThat(second.call("held")).isNull();
    }
  }

  /// What C refers to from its state is walked by the collector of the JVM, not by a callback.
  @Test
  @Case("STATE-06")
  void objectThatStateHolds_isReachableFromExecUntilTheEnd() throws Exception {
    NativeWorld world = new NativeWorld();
    WeakReference<Object> module = new WeakReference<>(createWithoutState(world));
    awaitCollection(module);

    WeakReference<Object> held = loadWithHeldList(world);
    awaitCollection(new WeakReference<>(new ArrayList<>()));
    assertThat(held.get()).isNotNull().isSameAs(world.load("functions").call("held"));

    world.close();
    awaitCollection(held);
  }

  /// A cycle through C: the state of a module holds the module.
  @Test
  @Case("STATE-06")
  void moduleThatItsOwnStateHolds_afterTheEnd_isCollected() {
    NativeWorld world = new NativeWorld();
    WeakReference<Object> module = loadIntoItsOwnState(world);
    awaitCollection(new WeakReference<>(new ArrayList<>()));
    assertThat(module.get()).isNotNull();

    world.close();

    awaitCollection(module);
  }

  private static Object createWithoutState(NativeWorld world) {
    ImportSystem imports = world.interpreter().imports();
    Object created = imports.moduleFromSpec(imports.findSpecOrThrow("functions"));
    assertThat(Modules.stateOf((ModuleObject) created)).isNull();
    assertThat(((ModuleObject) created).def()).isNull();
    return created;
  }

  private static WeakReference<Object> loadWithHeldList(NativeWorld world) {
    List<Object> list = new ArrayList<>();
    world.load("functions").call("hold", list);
    return new WeakReference<>(list);
  }

  private static WeakReference<Object> loadIntoItsOwnState(NativeWorld world) {
    ModuleObject module = world.load("functions");
    module.call("hold", module);
    return new WeakReference<>(module);
  }

  private static void awaitCollection(WeakReference<Object> reference) {
    await()
        .until(() -> {
          System.gc();
          return reference.refersTo(null);
        });
  }

  @Test
  void boundFunction_afterClose_raises() {
    NativeWorld world = new NativeWorld();
    ModuleObject module = world.load("told_when_freed");
    LongSupplier value = module.bind("value", LongSupplier.class);
    assertThat(value.getAsLong()).isEqualTo(7);

    world.close();

    assertThatExceptionOfType(InterpreterError.class)
        .isThrownBy(value::getAsLong)
        .withMessageContaining("was closed with its interpreter");
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(() -> module.call("value"));
  }
}
