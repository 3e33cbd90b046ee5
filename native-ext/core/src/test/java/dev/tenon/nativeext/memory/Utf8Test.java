// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.kind.UnicodeError;
import dev.tenon.error.kind.ValueError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

  private static final String TEXT = "a? \u00e9 \u20ac \ud83d\ude00";

  @Test
  void text_isUtf8() {
    byte[] utf8 = TEXT.getBytes(StandardCharsets.UTF_8);

    assertThat(Utf8.encode(TEXT)).isEqualTo(utf8);
    assertThat(Utf8.encodeArgument(TEXT)).isEqualTo(utf8);
    assertThat(Utf8.encodeReport(TEXT)).isEqualTo(utf8);
  }

  /// What CPython says of `text.encode()`.
  @ParameterizedTest
  @CsvSource({
    "\ud800, character '\\ud800' in position 0",
    "a\udfffb, character '\\udfff' in position 1",
    "\ud83d\ude00\udcff?, character '\\udcff' in position 1",
    "?\ude00\ud83dx, characters in position 1-2",
    "\ud83d\ud83d\ude00, character '\\ud83d' in position 0",
  })
  void loneSurrogate_isRefusedAsInCpython(String text, String place) {
    assertThatThrownBy(() -> Utf8.encode(text))
        .isInstanceOf(UnicodeError.class)
        .hasMessage("'utf-8' codec can't encode " + place + ": surrogates not allowed");
  }

  @Test
  void argumentWithSurrogatesThatStandForBytes_isThoseBytes() {
    assertThat(Utf8.encodeArgument("a\udcffb\ud83d\ude00\udc80"))
        .containsExactly('a', 0xFF, 'b', 0xF0, 0x9F, 0x98, 0x80, 0x80);
    assertThatThrownBy(() -> Utf8.encodeArgument("a\ud800")).isInstanceOf(UnicodeError.class);
  }

  @Test
  void report_escapesLoneSurrogates() {
    assertThat(new String(Utf8.encodeReport("a\ud800?\ud83d\ude00\udcff"), StandardCharsets.UTF_8))
        .isEqualTo("a\\ud800?\ud83d\ude00\\udcff");
  }

  @Test
  void terminatedText_holdsNoNul() {
    assertThatThrownBy(() -> Utf8.encodeTerminated("a\0b"))
        .isInstanceOf(ValueError.class)
        .hasMessage("embedded null character");
  }
}
