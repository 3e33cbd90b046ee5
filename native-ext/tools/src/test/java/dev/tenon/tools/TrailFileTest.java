// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailFileTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private int tenon(String... arguments) {
    return new Main(TestSurroundings.of(folder, output, errors)).run(arguments);
  }

  /// A file with four rows and the texts `one` and `two\u001b` behind them.
  private Path write(String name, int... rows) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    content.put("TNTRAIL1".getBytes(UTF_8)).putInt(4).putInt(64);
    for (int row : rows) {
      content.putInt(row);
    }
    content.put(40, "one\0two\033\0".getBytes(UTF_8));
    return Files.write(folder.resolve(name), content.array());
  }

  @Test
  void crash_file_showsWhatWasRunning() throws IOException {
    Path file = write("trail", 0, 40, 44, 0);

    assertThat(tenon("crash", "trail")).isZero();
    assertThat(output.toString(UTF_8)).isEqualTo(file + "\n  running one\n  running two\\x1b\n");
  }

  @Test
  void crash_nothingRunning_saysSo() throws IOException {
    write("trail", 0, 0, 0, 0);

    assertThat(tenon("crash", "trail")).isZero();
    assertThat(output.toString(UTF_8)).endsWith("trail: no extension code was running\n");
  }

  @Test
  void read_rowsThatLeadOutOfTheFile_arePassedOver() throws IOException {
    Path file = write("trail", 64, -1, Integer.MAX_VALUE, 40);

    assertThat(TrailFile.read(file).orElseThrow().running()).containsExactly("one");
  }

  @Test
  void read_fileCutOff_isReadAsFarAsItGoes() throws IOException {
    byte[] whole = Files.readAllBytes(write("trail", 40, 44, 0, 0));
    Path file = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(whole, 42));

    assertThat(TrailFile.read(file).orElseThrow().running()).containsExactly("on");
  }

  @Test
  void crash_otherFile_isAMistake() throws IOException {
    Files.writeString(folder.resolve("text"), "text");

    assertThat(tenon("crash", "text")).isEqualTo(ExitStatus.USAGE.number());
    assertThat(tenon("crash", "nowhere")).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors.toString(UTF_8))
        .contains("does not begin with TNTRAIL1", "no such file")
        .hasLineCount(2);
  }

  @Test
  void leftIn_processThatRuns_isNotAmongThem() throws IOException {
    Path left = write("tenon-4194399.trail");
    write("tenon-" + ProcessHandle.current().pid() + ".trail");
    write("tenon-x.trail");

    assertThat(TrailFile.leftIn(folder)).containsExactly(left);
  }
}
