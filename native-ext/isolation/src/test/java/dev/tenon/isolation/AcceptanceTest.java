// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {

  private static Finding changed(String library, String name) {
    WritableStatic variable =
        new WritableStatic(name, ".bss", 0, 8, WritableStatic.Kind.ZEROED, false);
    return new Finding.ChangedStatic(library, variable, List.of(0));
  }

  @Test
  void entry_coversALibraryWithOrWithoutVersion_andASymbol() {
    Acceptance one = Acceptance.parse(" libx.so:count  two words ");

    assertThat(one).isEqualTo(new Acceptance("libx.so", "count", "two words"));
    assertThat(one.covers(changed("libx.so.1.2", "count"))).isTrue();
    assertThat(one.covers(changed("libx.so", "count"))).isTrue();
    assertThat(one.covers(changed("libx.so", "other"))).isFalse();
    assertThat(one.covers(changed("libx.soo", "count"))).isFalse();
    assertThat(Acceptance.parse("libx.so why").covers(changed("libx.so", "other"))).isTrue();
    assertThat(Acceptance.parse("file:/a:b why").covers(new Finding.SharedFile("/a:b", List.of(0))))
        .isTrue();
  }

  @Test
  void result_thatDiffers_isCoveredByNothing() {
    Finding different = new Finding.DifferentResult(1, "f() -> 2", "f() -> 1");

    assertThat(Acceptance.parse("process why").covers(different)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "libx.so", "libx.so:count", "libx.so: reason", ":count reason", "a b\nc"})
  void entry_thatCannotBeRead_isRefused(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Acceptance.parse(text))
        .withMessageContaining("expected LIBRARY[:SYMBOL], a space and the reason");
  }

  @Test
  void file_thatIsNotText_isRefused(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a"), new byte[] {(byte) 0xFF, (byte) 0xFE, 'x'});

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Acceptance.readFile(file))
        .withMessageContaining("not UTF-8");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Acceptance.readFile(folder))
        .withMessageContaining("expected a regular file");
  }
}
