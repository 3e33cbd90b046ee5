// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the bytes of a descriptor are, reading it ends with a descriptor, good or bad, or with
/// one refusal: no other error, no endless loop, and no read outside of the library, which would
/// end this JVM where nothing is mapped.
class DescriptorMutationTest {

  private static final int ROUNDS = 20_000;

  @Test
  void goodDescriptor_isReadWhole() {
    try (Arena arena = Arena.ofConfined()) {
      DescriptorBytes bytes = new DescriptorBytes(arena);

      ModuleDef def = bytes.reader().read(bytes.address());

      assertThat(def.faults()).isEmpty();
      assertThat(def.functions()).hasSize(2);
      assertThat(def.constants()).containsEntry("text", "grüße").containsEntry("number", 42L);
      assertThat(def.stateSize()).isEqualTo(64);
      assertThat(def.slots(ModuleSlot.ResourceType.class))
          .singleElement()
          .satisfies(type -> {
            assertThat(type.methods()).hasSize(1);
            assertThat(type.properties())
                .extracting(ModuleSlot.ResourceProperty::name)
                .containsExactly("height");
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mutatedDescriptor_isReadOrRefused(long seed) {
    Random random = new Random(seed);
    int good = 0;
    int refused = 0;
    try (Arena arena = Arena.ofConfined()) {
      DescriptorBytes bytes = new DescriptorBytes(arena);
      for (int round = 0; round < ROUNDS; round++) {
        bytes.write();
        bytes.mutate(random);
        try {
          good += bytes.reader().read(bytes.address()).faults().isEmpty() ? 1 : 0;
        } catch (ExtensionLoadException _) {
          refused++;
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
          fail("seed %d, round %d".formatted(seed, round), e);
        }
      }
    }
    // The mutations hit: not all of them spare the descriptor, and not all of them its version.
    assertThat(good).isBetween(1, ROUNDS - 1);
    assertThat(refused).isBetween(1, ROUNDS - 1);
  }
}
