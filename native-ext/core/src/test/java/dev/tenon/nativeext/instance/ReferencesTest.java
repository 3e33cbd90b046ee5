// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.kind.RuntimeError;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// References from C to Java objects: none is ever taken for another one.
class ReferencesTest {

  private final HeldReferences held = new HeldReferences("m");
  private final References references = new References(held, null);

  @Test
  void local_afterItsCall_isStale() {
    long reference = references.local("object");
    assertThat(references.resolve(reference)).isEqualTo("object");

    references.endCall();
    references.local("another object");

    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> references.resolve(reference))
        .withMessageContaining("stale");
  }

  @Test
  void local_ofAnotherContext_isAnError() {
    References other = new References(held, null);
    other.local("theirs");
    long reference = references.local("ours");

    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> other.resolve(reference));
  }

  @Test
  void held_byAnotherInstance_isAnErrorThatNamesBoth() {
    HeldReferences other = new HeldReferences("n");
    other.hold("theirs");
    long reference = held.hold("ours");

    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> other.resolve(reference))
        .withMessageContaining("of module 'm'")
        .withMessageContaining("of module 'n'");
    held.end();
    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> other.release(reference))
        .withMessageContaining("of module 'm', which has ended");
  }

  @Test
  void reference_isNeverGivenOutTwice() {
    Set<Long> seen = new HashSet<>();
    for (int round = 0; round < 300; round++) {
      HeldReferences instance = new HeldReferences("m");
      References context = new References(instance, null);
      for (int index = 0; index < 100; index++) {
        long reference = context.hold(index);
        assertThat(seen.add(reference)).isTrue();
        assertThat(context.resolve(reference)).isEqualTo(index);
        assertThat(seen.add(context.local(index))).isTrue();
        if (index % 3 != 0) {
          context.release(reference);
        }
        context.endCall();
      }
      instance.end();
    }
  }

  @Test
  void held_released_isStaleEvenWhenItsPlaceIsUsedAgain() {
    long first = references.hold("first");
    references.release(first);
    long second = references.hold("second");

    assertThat(second).isNotEqualTo(first);
    assertThat(references.resolve(second)).isEqualTo("second");
    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> references.resolve(first));
    assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> references.release(first));
  }

  @Test
  void heldAndLocal_ofManyObjects_areAllDifferent() {
    Set<Long> seen = new HashSet<>();
    for (int index = 0; index < 1000; index++) {
      assertThat(seen.add(references.hold(index))).isTrue();
      assertThat(seen.add(references.local(index))).isTrue();
    }
    assertThat(held.count()).isEqualTo(1000);
  }

  @Test
  void number_thatIsNoReference_isAnError() {
    for (long number : new long[] {0, 1, -1, Long.MIN_VALUE, 1L << 40, 12345}) {
      assertThatExceptionOfType(RuntimeError.class).isThrownBy(() -> references.resolve(number));
    }
  }
}
