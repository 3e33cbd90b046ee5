// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lock files as users of the command make and use them.
class LockCommandTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeEach
  void makeJar() throws IOException, URISyntaxException {
    Path _ = ProgramJar.in(folder);
    Files.writeString(folder.resolve("script.js"), "other = importModule('other');\n");
    Files.writeString(folder.resolve("other.js"), "x = 1;\n");
  }

  private int tenon(String... arguments) {
    output.reset();
    errors.reset();
    return new Main(TestSurroundings.of(folder, output, errors)).run(arguments);
  }

  private String lock() throws IOException {
    return Files.readString(folder.resolve("tenon.lock"));
  }

  @Test
  void lock_names_listsWhatTheyImport() throws IOException {
    assertThat(tenon("lock", "--path", "programs.jar", "script", "idle")).as(errors()).isZero();

    assertThat(output.toString(UTF_8))
        .isEqualTo("wrote %s: 3 files\n".formatted(folder.resolve("tenon.lock")));
    assertThat(lock().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("# "),
            line -> assertThat(line).isEqualTo("tenon-lock 1"),
            line -> assertThat(line).matches("[0-9a-f]{64}  other  other.js"),
            line -> assertThat(line).matches("[0-9a-f]{64}  idle  programs.jar"),
            line -> assertThat(line).matches("[0-9a-f]{64}  script  script.js"));
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith(".tenon"));
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  @Test
  void lock_twice_isTheSameText() throws IOException {
    assertThat(tenon("lock", "script")).isZero();
    String first = lock();
    assertThat(tenon("lock", "script")).isZero();

    assertThat(lock()).isEqualTo(first);
  }

  @Test
  void lock_program_runsItAndListsWhatItLoads() throws IOException {
    assertThat(
            tenon("lock", "--path", "programs.jar", "-o", "my.lock", "-m", "program", "echo", "-x"))
        .isZero();

    assertThat(output.toString(UTF_8)).isEqualTo("[-x]\n");
    assertThat(errors())
        .isEqualTo("tenon: wrote %s: 1 file\n".formatted(folder.resolve("my.lock")));
    assertThat(Files.readString(folder.resolve("my.lock"))).contains("  program  programs.jar\n");
    assertThat(
            tenon(
                "run", "--path", "programs.jar", "--locked=my.lock", "-m", "program", "echo", "y"))
        .isZero();
    assertThat(output.toString(UTF_8)).isEqualTo("[y]\n");
  }

  @Test
  void lock_ofWhatFails_writesNothing() {
    assertThat(tenon("lock", "none")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).contains("No module named 'none'");
    assertThat(tenon("lock", "--path", "programs.jar", "-m", "program", "return", "3"))
        .isEqualTo(3);
    assertThat(errors()).contains("wrote no lock file, because 'program' ended with").contains("3");
    assertThat(folder.resolve("tenon.lock")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "lock -m", "lock a -m b", "lock -o . a", "lock -o no/such a"})
  void lock_wrongLine_isAMistake(String line) {
    assertThat(tenon(line.replace(" a", " other").split(" "))).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors()).startsWith("tenon: ");
    assertThat(folder.resolve("tenon.lock")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --locked PROGRAM",
        "run --locked -m script",
        "importtime --locked -m script",
        "why --locked script",
        "identity --locked script",
        "source --locked script",
        "run --locked=./tenon.lock --debug -m script",
      })
  void locked_changedScript_isRefusedByEveryCommand(String line) throws IOException {
    String[] words = line.replace("PROGRAM", folder.resolve("script.js").toString()).split(" ");
    assertThat(tenon("lock", "script")).isZero();
    assertThat(tenon(words)).as(errors()).isZero();
    Files.writeString(folder.resolve("script.js"), "throw new Error('has run');\n");

    assertThat(tenon(words)).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors() + output.toString(UTF_8))
        .contains("script.js' has the SHA-256", "as line 4 of the lock file")
        .doesNotContain("has run");
  }

  @Test
  void locked_jar_isRefusedByInspectAndWhy() throws IOException {
    assertThat(tenon("lock", "script")).isZero();

    assertThat(tenon("inspect", "--locked", "--path", "programs.jar", "idle"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).contains("programs.jar' with the SHA-256", "does not list");
    assertThat(tenon("why", "--locked", "--path", "programs.jar", "idle"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output.toString(UTF_8)).contains("does not list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run --locked -m other", "why --locked=none.lock other"})
  void locked_badLockFile_isAMistake(String line) throws IOException {
    assertThat(tenon(line.split(" "))).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors()).startsWith("tenon: cannot use the lock file").hasLineCount(1);
    Files.writeString(folder.resolve("tenon.lock"), "tenon-lock 1\nhash\n");
    Files.writeString(folder.resolve("none.lock"), "tenon-lock 1\nhash\n");
    assertThat(tenon(line.split(" "))).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors()).contains("line 2: found 'hash'");
  }
}
