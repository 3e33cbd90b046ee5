package dev.tenon.nativeext;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NativeArgumentsTest {

  @Test
  void encode_text_isUtf8() {
    String text = "a \u00e9 \u20ac \ud83d\ude00";

    assertThat(NativeArguments.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void encode_surrogatesThatStandForBytes_areThoseBytes() {
    assertThat(NativeArguments.encode("a\udcffb\ud83d\ude00\udc80"))
        .containsExactly('a', 0xFF, 'b', 0xF0, 0x9F, 0x98, 0x80, 0x80);
  }
}
