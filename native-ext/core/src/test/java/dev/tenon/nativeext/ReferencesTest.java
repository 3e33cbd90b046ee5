package dev.tenon.nativeext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.RuntimeError;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// References from C to Java objects: none is ever taken for another one.
class ReferencesTest {

  private final HeldReferences held = new HeldReferences();
  private final References references = new References(held, null);

  @Test
  void local_afterItsCall_isStale() {
    int mark = references.mark();
    long reference = references.local("object");
    assertThat(references.resolve(reference)).isEqualTo("object");

    references.releaseTo(mark);

    assertThatExceptionOfType(RuntimeError.class)
        .isThrownBy(() -> references.resolve(reference))
        .withMessageContaining("stale");
  }

  @Test
  void local_ofOuterCall_survivesInnerCall() {
    long outer = references.local("outer");
    int mark = references.mark();
    references.local("inner");
    references.releaseTo(mark);

    assertThat(references.resolve(outer)).isEqualTo("outer");
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
