// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.kind.KeyError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads made in C that attach to their module.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NativeViewTest {

  @Test
  void threadOfC_attached_callsJava() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("threads");
      List<@Nullable Object> seen = new ArrayList<>();
      module.call(
          "keep",
          (TenonCallable)
              arguments -> {
                seen.add(arguments[0]);
                seen.add(Thread.currentThread());
                return null;
              });

      assertThat(module.call("run_thread")).isEqualTo(0L);
      assertThat(module.call("run_thread")).isEqualTo(0L);

      assertThat(seen).hasSize(4).startsWith("from a thread of C");
      assertThat(seen.get(1)).isNotSameAs(Thread.currentThread());
      assertThat(world.warnings()).isEmpty();
    }
  }

  @Test
  void errorLeftByThread_isWarning() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("threads");
      module.call(
          "keep",
          (TenonCallable)
              _ -> {
                throw new KeyError("nobody catches this");
              });

      assertThat(module.call("run_thread")).isEqualTo(0L);

      assertThat(world.warnings())
          .singleElement()
          .satisfies(warning ->
              assertThat(warning.message())
                  .startsWith("Exception ignored in a thread of module 'threads'")
                  .endsWith("nobody catches this"));
    }
  }

  @Test
  void detach_byThreadThatIsNotAttached_isRefused() {
    try (NativeWorld world = new NativeWorld()) {
      assertThat(world.load("threads").call("misuse")).isEqualTo(-1L);
    }
  }

  @Test
  void attach_whileInstanceEnds_isRefused() {
    NativeWorld world = new NativeWorld();
    world.load("threads");

    world.close();

    assertThat(world.errorText()).isEqualTo("refused\n");
  }
}
