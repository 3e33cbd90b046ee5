// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class BoundedFileTest {

  @TempDir Path folder;

  private Path sparse(long size) throws IOException {
    Path file = folder.resolve("sparse");
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(size);
    }
    return file;
  }

  @Test
  void file_isReadUpToTheLimit() throws IOException {
    Path file = sparse(Limit.IMAGE_MANIFEST.most());

    assertThat(BoundedFile.read(file, Limit.IMAGE_MANIFEST)).hasSize(Limit.IMAGE_MANIFEST.most());
  }

  @Test
  void longerFile_isRefusedWithBothSizes() throws IOException {
    Path file = sparse(6L << 30);

    assertThatThrownBy(() -> BoundedFile.read(file, Limit.DECLARATIONS))
        .isInstanceOf(RefusedFileException.class)
        .hasMessage("it has 6442450944 bytes, more than the 8388608 that are allowed");
  }

  @Test
  void pipe_isRefusedWithoutWaiting() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> BoundedFile.read(pipe, Limit.SCRIPT))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining("pipe, socket or device");
    assertThatThrownBy(() -> BoundedFile.open(pipe)).isInstanceOf(RefusedFileException.class);
    assertThatThrownBy(() -> BoundedFile.readTail(pipe, Limit.QUOTED_OUTPUT))
        .isInstanceOf(RefusedFileException.class);
  }

  @Test
  void deviceDirectoryAndNothing_areTold() {
    assertThatThrownBy(() -> BoundedFile.read(Path.of("/dev/zero"), Limit.SCRIPT))
        .isInstanceOf(RefusedFileException.class);
    assertThatThrownBy(() -> BoundedFile.read(folder, Limit.SCRIPT))
        .hasMessage("it is a directory, expected a regular file");
    assertThatThrownBy(() -> BoundedFile.read(folder.resolve("none"), Limit.SCRIPT))
        .isInstanceOf(NoSuchFileException.class);
  }

  /// A file of `/proc` claims to be empty.
  @Test
  void fileThatClaimsToBeEmpty_isReadWhole() throws IOException {
    assertThat(BoundedFile.readText(Path.of("/proc/self/status"), Limit.SCRIPT)).contains("Pid:");
  }

  @Test
  void textThatIsNotUtf8_isToldAsSuch() throws IOException {
    Path file = Files.write(folder.resolve("text"), new byte[] {'a', (byte) 0xFF});

    assertThatThrownBy(() -> BoundedFile.readText(file, Limit.SCRIPT))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void tail_isTheEndOfTheFile() throws IOException {
    Path file = sparse(3L << 30);
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.seek(content.length());
      content.writeBytes("the end");
    }

    assertThat(BoundedFile.readTail(file, Limit.QUOTED_OUTPUT))
        .hasSize(Limit.QUOTED_OUTPUT.most())
        .endsWith("the end");
  }

  @Test
  void entryThatUnpacksToMore_isRefused() {
    assertThatThrownBy(() ->
            BoundedFile.requireUnpackedSize(
                new ByteArrayInputStream(new byte[Limit.IMAGE_MANIFEST.most() + 1]),
                Limit.IMAGE_MANIFEST))
        .isInstanceOf(RefusedFileException.class)
        .hasMessage("unpacked it has more than the 65536 bytes that are allowed");
  }

  @ParameterizedTest
  @CsvSource({"\uFEFFtext,text", "\uFEFF,''", "'',''", "a\uFEFFb,a\uFEFFb"})
  void text_withAByteOrderMark_isWithoutIt(String content, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("marked"), content);

    assertThat(BoundedFile.readText(file, Limit.SCRIPT)).isEqualTo(text);
  }
}
