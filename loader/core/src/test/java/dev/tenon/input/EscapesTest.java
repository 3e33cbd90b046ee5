// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {

  /// What CPython 3.11 prints for `repr` of the text.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "abc                | 'abc'",
        "it's               | \"it's\"",
        "a'b\"c             | 'a\\'b\"c'",
        "a\\b               | 'a\\\\b'",
        "é\u0001é           | 'é\\x01é'",
        "\u007f\u0085\u00a0\u00ad  | '\\x7f\\x85\\xa0\\xad'",
        "\u202egnp          | '\\u202egnp'",
        "\ufeffa            | '\\ufeffa'",
        "\ud800             | '\\ud800'",
        "\ue000\ud83d\ude00 | '\\ue000\ud83d\ude00'",
        "\udb40\udc01       | '\\U000e0001'",
      })
  void quoted_isReprOfCpython(String text, String repr) {
    assertThat(Escapes.quoted(text)).isEqualTo(repr);
  }

  @Test
  void quoted_escapesLineBreaks() {
    assertThat(Escapes.quoted("a\nb\rc\td\u2028")).isEqualTo("'a\\nb\\rc\\td\\u2028'");
    assertThat(Escapes.inline("a\n'b'")).isEqualTo("a\\n'b'");
  }

  @Test
  void longText_isCutAndItsLengthTold() {
    String text = "x".repeat(1_000_000);

    assertThat(Escapes.quoted(text)).hasSizeLessThan(1_100).endsWith("'... (1000000 characters)");
    assertThat(Escapes.inline(text)).hasSizeLessThan(1_100).endsWith("... (1000000 characters)");
  }

  @Test
  void printable_keepsLinesAndEscapesWhatTerminalsActOn() {
    assertThat(Escapes.printable("a\tb\n\u001b[31mred\u009bc \u2066x \ud800 \ud83d\ude00\u200d"))
        .isEqualTo("a\tb\n\\x1b[31mred\\x9bc \\u2066x \\ud800 \ud83d\ude00\u200d");
  }
}
