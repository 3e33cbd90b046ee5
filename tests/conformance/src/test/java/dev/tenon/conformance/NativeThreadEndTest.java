// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import dev.tenon.value.Warning;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threads made in C that end, or wait, without keeping to the rules: nothing waits for them for
/// ever, and a warning names them.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NativeThreadEndTest {

  @ParameterizedTest
  @ValueSource(strings = {"run_returning", "run_exiting", "run_cancelled"})
  void threadThatEndsAttached_isDetachedWithAWarning(String way) {
    NativeWorld world = new NativeWorld();
    ModuleObject module = world.load("ends_attached");
    for (int round = 1; round <= 3; round++) {
      assertThat(module.call(way)).isEqualTo(0L);
      assertThat(module.call("one")).isEqualTo(1L);
    }
    world.close();

    assertThat(world.warnings())
        .hasSize(3)
        .allSatisfy(warning ->
            assertThat(warning.message())
                .contains("of module 'ends_attached' ended without tn_detach()"));
  }

  @Test
  void threadThatAttachesTwice_isRefused() {
    try (NativeWorld world = new NativeWorld()) {
      assertThat(world.load("ends_attached").call("run_twice")).isEqualTo(-1L);
      assertThat(world.warnings()).isEmpty();
    }
  }

  @Test
  void detach_onAnotherThread_isRefusedAndLeavesTheContextAlone() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("ends_attached");
      List<@Nullable Object> seen = new CopyOnWriteArrayList<>();
      module.call(
          "keep",
          (TenonCallable)
              arguments -> {
                seen.add(arguments[0]);
                return null;
              });

      assertThat(module.call("run_foreign")).isEqualTo(-1L);
      assertThat(seen).containsExactly("still attached");
      assertThat(world.warnings()).isEmpty();
    }
  }

  @Test
  void threadCancelledInJava_endsAfterwards() {
    NativeWorld world = new NativeWorld();
    ModuleObject module = world.load("ends_attached");
    module.call("keep", (TenonCallable) _ -> null);
    for (int round = 0; round < 20; round++) {
      assertThat(module.call("run_cancelled_in_java")).isEqualTo(0L);
    }
    world.close();
    assertThat(world.warnings())
        .allMatch(warning -> warning.message().contains("ended without tn_detach()"));
  }

  @Test
  void functionThatWaitsForAnAttachingThread_isReported() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("joins_attaching");

      assertThat(module.call("start", 6)).isEqualTo(-2L);

      assertThat(world.warnings())
          .singleElement()
          .satisfies(warning ->
              assertThat(warning.message())
                  .startsWith("module 'joins_attaching': thread '")
                  .contains("has waited 3 seconds to attach")
                  .contains("'" + Thread.currentThread().getName() + "'"));
    }
  }

  @Test
  void functionThatWaitsForAnAttachingThread_withChecks_isAnError() {
    List<Warning> warnings = new CopyOnWriteArrayList<>();
    try (Interpreter interpreter =
        Interpreter.builder()
            .path(NativeWorld.FIXTURES)
            .onWarning(warnings::add)
            .check("joins_attaching")
            .build()) {
      assertThat(interpreter.importModule("joins_attaching").call("start", 30)).isEqualTo(-1L);
    }
    assertThat(warnings)
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.message())
                .startsWith("check of module 'joins_attaching': thread '"));
  }
}
