// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void restore_bytesThatAreNoText_areLoneSurrogates() {
    byte[] line = bytes("java\0-jar\0a\u00ffb\0\u00c3\u00a9\0\0\u00ed\u00a0\u0080\0\u00e2\u0082\0");

    assertThat(RawArguments.restore(line, "?", "?", "", "?", "?"))
        .containsExactly("a\udcffb", "é", "", "\udced\udca0\udc80", "\udce2\udc82");
  }

  @Test
  void restore_fewerArgumentsThanRead_areLeftAlone() {
    assertThat(RawArguments.restore(bytes("a\0"), "\ufffd", "b")).containsExactly("\ufffd", "b");
  }

  @Test
  void of_plainText_isThatText() {
    assertThat(RawArguments.of("a", "é", "")).containsExactly("a", "é", "");
  }
}
