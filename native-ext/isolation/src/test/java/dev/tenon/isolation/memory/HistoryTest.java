// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.isolation.WritableStatic;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final Place PLACE =
      new Place(
          "libx.so",
          new WritableStatic("v", ".bss", 0, 4, WritableStatic.Kind.ZEROED, false),
          false);

  private final History history = new History();
  private byte value;

  @Test
  void cellThatChangesEachTimeAtOnce_isShared() {
    atOnce(History.ROUNDS_AT_ONCE);

    assertThat(kind()).isEqualTo(History.Kind.SHARED);
  }

  @Test
  void cellThatGrowsNoMoreAtOnce_isInitializedOnce() {
    atOnce(History.ROUNDS_AT_ONCE - 1);

    assertThat(kind()).isEqualTo(History.Kind.ONCE);
    assertThat(history.changesAtOnce(History.ROUNDS_AT_ONCE - 1)).isTrue();
    assertThat(history.changesAtOnce(History.ROUNDS_AT_ONCE)).isFalse();
  }

  @Test
  void cellThatASecondUseChanges_isShared() {
    change(new Tick(Tick.Phase.EXERCISE, 0, ""));
    change(new Tick(Tick.Phase.EXERCISE, 1, ""));

    assertThat(kind()).isEqualTo(History.Kind.SHARED);
    assertThat(history.written(PLACE, 2).again()).containsExactly(0);
  }

  private void atOnce(int rounds) {
    for (int round = 0; round < rounds; round++) {
      change(new Tick(Tick.Phase.AT_ONCE, -1, ""));
    }
  }

  private void change(Tick tick) {
    byte[] before = {value, 0, 0, 0};
    value++;
    history.add(tick, before, new byte[] {value, 0, 0, 0}, 2);
  }

  private History.Kind kind() {
    return history.written(PLACE, 2).kind();
  }
}
