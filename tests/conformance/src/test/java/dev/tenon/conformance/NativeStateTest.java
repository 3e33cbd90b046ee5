// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.spi.Modules;
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
