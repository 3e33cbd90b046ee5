// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenon.isolation.WritableStatic.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the scan of a library's file lists.
class StaticsScanTest {

  private static final Path FIXTURES = Path.of("target/fixtures");

  @Test
  void library_withOneOfEach_listsTheWritableOnes() throws IOException {
    StaticsScan scan = StaticsScan.of(FIXTURES.resolve("many_statics.so"));

    assertThat(scan.isStripped()).isFalse();
    assertThat(scan.statics())
        .extracting(WritableStatic::name, WritableStatic::section, WritableStatic::size)
        .containsExactlyInAnyOrder(
            tuple("zeroed_text", ".bss", 24L),
            tuple("exported_number", ".data", 8L),
            tuple("of_thread", ".tdata", 4L));
    assertThat(scan.statics())
        .filteredOn(each -> each.name().equals("of_thread"))
        .singleElement()
        .extracting(WritableStatic::kind)
        .isEqualTo(Kind.THREAD_LOCAL);
    assertThat(scan.size()).isEqualTo(36);
  }

  @Test
  void library_thatKeepsEverythingInState_hasNone() throws IOException {
    assertThat(StaticsScan.of(FIXTURES.resolve("clean.so")).statics()).isEmpty();
  }

  @Test
  void library_stripped_givesOffsets(@TempDir Path folder) throws Exception {
    Path stripped = folder.resolve("stripped.so");
    Process strip =
        new ProcessBuilder(
                "strip",
                "-o",
                stripped.toString(),
                FIXTURES.resolve("static_counter.so").toString())
            .inheritIO()
            .start();
    assertThat(strip.waitFor()).isZero();

    StaticsScan scan = StaticsScan.of(stripped);

    assertThat(scan.isStripped()).isTrue();
    assertThat(scan.statics())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.name()).startsWith(".bss+0x");
          assertThat(each.size()).isEqualTo(8);
        });
  }

  @Test
  void file_thatIsNoLibrary_isRefused(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text.so"), "not a library");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> StaticsScan.of(text))
        .withMessageContaining("it is no ELF library");
  }
}
