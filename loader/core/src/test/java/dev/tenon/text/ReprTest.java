// SPDX-License-Identifier: Apache-2.0
package dev.tenon.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReprTest {

  @Test
  void valuesOfModules_printAsInCpython() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", 1L);
    map.put("b", List.of(true, 2.5, "x'y"));

    assertThat(Repr.of(map)).isEqualTo("{'a': 1, 'b': [True, 2.5, \"x'y\"]}");
    assertThat(Repr.of(Arrays.asList(null, Double.NaN, Double.NEGATIVE_INFINITY)))
        .isEqualTo("[None, nan, -inf]");
    assertThat(Repr.of(new byte[] {0, 'a', '\\', (byte) 0xFF})).isEqualTo("b'\\x00a\\\\\\xff'");
    assertThat(Repr.of(new int[] {1, 2})).isEqualTo("[1, 2]");
    assertThat(Repr.of(new ValueError("no"))).isEqualTo("ValueError('no')");
  }

  @Test
  void containerWithinItself_isDots() {
    List<Object> list = new ArrayList<>(List.of(1L));
    list.add(list);
    Map<Object, Object> map = new HashMap<>();
    map.put("self", map);

    assertThat(Repr.of(list)).isEqualTo("[1, [...]]");
    assertThat(Repr.of(map)).isEqualTo("{'self': {...}}");
    assertThat(Repr.of(List.of(List.of(), List.of()))).isEqualTo("[[], []]");
  }

  @Test
  void deepContainer_endsInDots() {
    List<Object> deep = List.of();
    for (int level = 0; level < 1_000_000; level++) {
      deep = List.of(deep);
    }

    int depth = Limit.PRINTED_DEPTH.most();
    assertThat(Repr.of(deep)).isEqualTo("[".repeat(depth) + "[...]" + "]".repeat(depth));
  }

  @Test
  void longValues_areCutInTimeOfTheirLength() {
    int most = Limit.PRINTED_FORM.most();

    assertThat(Repr.of(new byte[100_000_000])).hasSize(most + 3).endsWith("...");
    assertThat(Repr.of("\u0001".repeat(20_000_000))).hasSize(most + 3).endsWith("...");
    assertThat(Repr.of(Arrays.asList(new Object[20_000_000]))).hasSize(most + 3).endsWith("...");
    List<Object> doubled = List.of("x");
    for (int level = 0; level < 60; level++) {
      doubled = List.of(doubled, doubled);
    }
    assertThat(Repr.of(doubled)).hasSize(most + 3).endsWith("...");
  }
}
