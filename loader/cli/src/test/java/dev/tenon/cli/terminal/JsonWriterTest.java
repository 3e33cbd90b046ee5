// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  @Test
  void write_valuesOfEachKind_isJson() {
    assertThat(JsonWriter.write(List.of(1L, 2.5, true, "a", List.of(), Map.of("k", "v"))))
        .isEqualTo(
            """
            [
              1,
              2.5,
              true,
              "a",
              [],
              {
                "k": "v"
              }
            ]
            """);
    assertThat(JsonWriter.write(null)).isEqualTo("null\n");
  }

  @Test
  void write_specialCharacters_areEscaped() {
    assertThat(JsonWriter.write("\"\\\n\t\u0001é😀\uD800"))
        .isEqualTo("\"\\\"\\\\\\n\\t\\u0001é😀\\ud800\"\n");
  }

  @Test
  void write_numbersThatJsonLacks_areNull() {
    assertThat(JsonWriter.write(Double.NaN)).isEqualTo("null\n");
    assertThat(JsonWriter.write(Double.POSITIVE_INFINITY)).isEqualTo("null\n");
  }
}
