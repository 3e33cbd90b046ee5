// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Native modules that several threads call at once.
class NativeThreadsTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textAndErrors_ofManyThreads_doNotMix(boolean virtual) throws Exception {
    try (NativeWorld world = new NativeWorld();
        ExecutorService threads =
            virtual
                ? Executors.newVirtualThreadPerTaskExecutor()
                : Executors.newFixedThreadPool(8)) {
      ModuleObject module = world.load("free_threads");
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int number = 0; number < 16; number++) {
        String text = "text of thread " + number + " ";
        tasks.add(() -> callMany(module, text));
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  private static Void callMany(ModuleObject module, String text) {
    for (int round = 0; round < 2000; round++) {
      assertThat(module.call("twice", text)).isEqualTo(text + text);
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> module.call("fail", text))
          .withMessage(text);
    }
    return null;
  }

  @Test
  void module_usedByTwoInterpreters_keepsTheirErrorsApart() {
    try (NativeWorld one = new NativeWorld();
        NativeWorld other = new NativeWorld()) {
      ModuleObject first = one.load("functions");
      ModuleObject second = other.load("functions");
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> first.call("fail", 3));
      assertThat(second.call("same", 1L)).isEqualTo(1L);
    }
  }
}
