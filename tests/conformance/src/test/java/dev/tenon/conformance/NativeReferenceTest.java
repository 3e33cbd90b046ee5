// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.module.ModuleObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// References that C kept where they do not belong: none ever stands for another object.
class NativeReferenceTest {

  @Test
  void referenceOfAnotherInstance_isAnErrorThatNamesIt() {
    try (NativeWorld one = new NativeWorld();
        NativeWorld two = new NativeWorld()) {
      one.load("keeps_reference");

      assertThatExceptionOfType(RuntimeError.class)
          .isThrownBy(() -> two.load("keeps_reference"))
          .withMessageContaining("of module 'keeps_reference', and was used in instance");
      assertThat(two.isRegistered("keeps_reference")).isFalse();
    }
    try (NativeWorld three = new NativeWorld()) {
      assertThatExceptionOfType(RuntimeError.class)
          .isThrownBy(() -> three.load("keeps_reference"))
          .withMessageContaining("which has ended");
    }
  }

  @Test
  void localReference_afterItsCall_isStaleWhateverCameLater() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("keeps_local");
      module.call("keep_local", List.of("first"));
      for (int round = 0; round < 3; round++) {
        assertThatExceptionOfType(RuntimeError.class)
            .isThrownBy(() -> module.call("use_local", Map.of("another", "object")))
            .withMessageContaining("stale");
      }
    }
  }

  @Test
  void buffer_releasedInAnotherCall_isAnError() {
    try (NativeWorld world = new NativeWorld()) {
      ModuleObject module = world.load("keeps_local");
      module.call("keep_buffer", (Object) new byte[] {1, 2, 3});

      assertThatExceptionOfType(RuntimeError.class)
          .isThrownBy(() -> module.call("release_buffer", List.of("another object")))
          .withMessageContaining("stale");
    }
  }
}
