// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each sample does what its README says.
class SamplesTest {

  @TempDir Path folder;
  @AutoClose private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = Workplace.in(folder);
  }

  @Nested
  class Wordfreq {

    private static final Path SAMPLE = Checkout.ROOT.resolve("sample-extensions/wordfreq");

    private Commands.Outcome wordfreq(String... arguments) {
      return wordfreq(new byte[0], arguments);
    }

    private Commands.Outcome wordfreq(byte[] input, String... arguments) {
      return workplace.run("wordfreq", input, arguments);
    }

    @Test
    void sampleText_givesTheExpectedOutput() throws IOException {
      String expected = Files.readString(SAMPLE.resolve("expected-output.txt"));

      assertThat(wordfreq(SAMPLE.resolve("sample.txt").toString()))
          .isEqualTo(new Commands.Outcome(0, expected, ""));
      assertThat(wordfreq(Files.readAllBytes(SAMPLE.resolve("sample.txt"))))
          .isEqualTo(new Commands.Outcome(0, expected, ""));
    }

    @Test
    void emptyText_endsWell() {
      Commands.Outcome outcome = wordfreq();

      assertThat(outcome.status()).isZero();
      assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void missingFile_isOneLineAndStatusOne() {
      Commands.Outcome outcome = wordfreq("gone.txt");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.errors().lines()).singleElement().asString().contains("gone.txt");
    }

    @Test
    void folder_isOneLineAndStatusOne() {
      Commands.Outcome outcome = wordfreq(folder.toString());

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.errors().lines()).singleElement().asString().contains(folder.toString());
    }

    @Test
    void wrongOption_isOneLineAndStatusTwo() {
      Commands.Outcome outcome = wordfreq("--what");

      assertThat(outcome.status()).isEqualTo(2);
      assertThat(outcome.errors().lines()).hasSize(1);
      assertThat(outcome.output()).isEmpty();
    }
  }

  @Nested
  class Counter {

    @Test
    void run_endsWell() {
      assertThat(workplace.tenon("run", "-m", "counter"))
          .isEqualTo(new Commands.Outcome(0, "", ""));
    }

    @Test
    void javaTwin_runsFromItsJar() {
      assertThat(
              workplace.tenon("run", "--path", Checkout.counterJar().toString(), "-m", "counter"))
          .isEqualTo(new Commands.Outcome(0, "", ""));
    }
  }

  @Nested
  class Template {

    @Test
    void functions_doWhatTheSourceSays() {
      try (Interpreter interpreter =
          Interpreter.builder().path(Checkout.modulesOf("template")).build()) {
        ModuleObject template = interpreter.importModule("template");

        assertThat(template.call("add", 40, 2)).isEqualTo(42L);
        assertThat(template.call("greet", "Ada")).isEqualTo("Hello, Ada! You are number 1.");
        assertThat(template.call("greet", "Élodie")).isEqualTo("Hello, Élodie! You are number 2.");
        assertThat(template.get("version")).isEqualTo("1.0");
      }
    }
  }

  @Nested
  class Stats {

    private Commands.Outcome stats(String input, String... arguments) {
      return workplace.run("stats", input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    @Test
    void standardInput_isSummarized() {
      assertThat(stats("4 4\n")).isEqualTo(stats("4\t4", "-"));
      assertThat(stats("4 4\n").output())
          .contains("mean                 4", "deviation            0");
    }

    @Test
    void textWithoutNumbers_isOneLineAndStatusOne() {
      for (String text : new String[] {"", "1 x", "nan", "1e999"}) {
        assertOneLine(1, stats(text), "ValueError: standard input: ");
      }
    }

    @Test
    void missingFile_isOneLineAndStatusOne() {
      assertOneLine(1, stats("", "gone.txt"), "gone.txt");
    }

    @Test
    void wrongArguments_areOneLineAndStatusTwo() {
      for (String[] wrong : new String[][] {{"-b"}, {"-b", "0"}, {"--what"}, {"a", "b"}}) {
        assertOneLine(2, stats("1", wrong), "--help");
      }
    }
  }

  @Nested
  class Zstream {

    @BeforeEach
    void requireModule() {
      Assumptions.assumeTrue(Checkout.isBuilt("zstream"));
    }

    private Commands.Outcome zstream(String... arguments) {
      return workplace.run("zstream", new byte[0], arguments);
    }

    @Test
    void emptyInput_makesAnEmptyStream() {
      Commands.Outcome outcome =
          workplace
              .commands()
              .run("sh", "-c", "tenon run -m zstream </dev/null | tenon run -m zstream -d | wc -c");

      assertThat(outcome.output().strip()).isEqualTo("0");
      assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void fileOfSeveralPieces_comesBackWhole() {
      Commands.Outcome outcome =
          workplace
              .commands()
              .run(
                  "sh",
                  "-euc",
                  """
                  i=0
                  while [ $i -lt 40 ]; do cat "$1"; i=$((i + 1)); done >text
                  tenon run -m zstream text >text.gz
                  tenon run -m zstream -d text.gz | cmp - text
                  """,
                  "sh",
                  Checkout.ROOT.resolve("LICENSE").toString());

      assertThat(outcome).isEqualTo(new Commands.Outcome(0, "", ""));
    }

    @Test
    void severalStreamsInOneFile_areAllRead() {
      Commands.Outcome outcome =
          workplace
              .commands()
              .run(
                  "sh",
                  "-euc",
                  "{ echo one | tenon run -m zstream; echo two | gzip; } | tenon run -m zstream"
                      + " -d");

      assertThat(outcome).isEqualTo(new Commands.Outcome(0, "one\ntwo\n", ""));
    }

    @Test
    void inputThatIsWrong_isOneLineAndStatusOne() {
      assertOneLine(1, zstream("gone.gz"), "gone.gz");
      assertOneLine(1, workplace.run("zstream", new byte[] {1, 2, 3}, "-d"), "header check");
      assertOneLine(1, zstream("-d"), "cut off");
    }

    @Test
    void wrongArguments_areOneLineAndStatusTwo() {
      assertOneLine(2, zstream("-x"), "--help");
      assertOneLine(2, zstream("a", "b"), "--help");
    }
  }

  @Nested
  class Sqlite {

    @BeforeEach
    void requireModule() {
      Assumptions.assumeTrue(Checkout.isBuilt("sqlite"));
    }

    private Commands.Outcome sqlite(String input, String... arguments) {
      return workplace.run("sqlite", input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    @Test
    void database_keepsRowsBetweenRuns() {
      assertThat(sqlite("", "x.db", "CREATE TABLE t (a); INSERT INTO t VALUES ('ключ')"))
          .isEqualTo(new Commands.Outcome(0, "", ""));
      assertThat(sqlite("SELECT a, NULL, 1.5 FROM t;\n -- done\n", "x.db"))
          .isEqualTo(new Commands.Outcome(0, "ключ||1.5\n", ""));
    }

    @Test
    void wrongSql_isOneLineAndStatusOne() {
      assertOneLine(1, sqlite("SELEKT", ":memory:"), "near \"SELEKT\": syntax error (code 1)");
      assertOneLine(1, sqlite("\0", ":memory:"), "the SQL has a NUL character");
      assertOneLine(1, sqlite("", folder.toString(), "SELECT 1"), "unable to open database file");
    }

    @Test
    void wrongArguments_areOneLineAndStatusTwo() {
      assertOneLine(2, sqlite(""), "--help");
      assertOneLine(2, sqlite("", "--what", "SELECT 1"), "--help");
    }
  }

  /// A program that said in one line why it ended.
  private static void assertOneLine(int status, Commands.Outcome outcome, String text) {
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors().lines()).singleElement().asString().contains(text);
  }

  @Test
  void everySample_isTestedHere() {
    assertThat(Checkout.filesIn(Checkout.ROOT.resolve("sample-extensions")))
        .filteredOn(Files::isDirectory)
        .filteredOn(folder -> !folder.endsWith("target"))
        .extracting(sample -> sample.getFileName().toString())
        .containsExactlyInAnyOrder(
            "counter", "ledger", "sqlite", "stats", "template", "wordfreq", "zstream");
  }
}
