// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ColorChoice;
import dev.tenon.cli.terminal.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When the command writes in colours, and what it marks.
class ColorChoiceTest {

  private static final Terminals ALL = new Terminals(true, true, true);
  private static final Terminals NONE = new Terminals(false, false, false);
  private static final String RED = "\033[1;31m";
  private static final String END = "\033[0m";

  @TempDir static Path folder;
  private static String jar = "";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeAll
  static void makeJar() throws IOException, URISyntaxException {
    jar = ProgramJar.in(folder).toString();
  }

  private void tenon(Terminals terminals, String... arguments) {
    new Main(TestSurroundings.at(terminals, folder, "", output, errors)).run(arguments);
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "TERM=xterm, true",
    "TERM=dumb, false",
    "NO_COLOR=1, false",
    "NO_COLOR=, true",
    "CLICOLOR_FORCE=1, true",
    "CLICOLOR_FORCE=0, true",
    "CLICOLOR_FORCE=1 NO_COLOR=1, false",
    "CLICOLOR_FORCE=1 TERM=dumb, true"
  })
  void auto_terminal_followsTheEnvironment(String variables, boolean isOn) {
    assertThat(ColorChoice.AUTO.paint(variables(variables), true).isOn()).isEqualTo(isOn);
  }

  @ParameterizedTest
  @CsvSource({"'', false", "CLICOLOR_FORCE=1, true", "CLICOLOR_FORCE=0, false"})
  void auto_pipe_isPlainUnlessForced(String variables, boolean isOn) {
    assertThat(ColorChoice.AUTO.paint(variables(variables), false).isOn()).isEqualTo(isOn);
  }

  @Test
  void choice_ofTheUser_comesBeforeTheEnvironment() {
    assertThat(ColorChoice.ALWAYS.paint(Map.of("NO_COLOR", "1"), false).isOn()).isTrue();
    assertThat(ColorChoice.NEVER.paint(Map.of("CLICOLOR_FORCE", "1"), true).isOn()).isFalse();
  }

  private static Map<String, String> variables(String text) {
    return Arrays.stream(text.split(" "))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split("=", -1))
        .collect(Collectors.toMap(each -> each[0], each -> each[1]));
  }

  @Test
  void error_terminal_marksTheFirstWord() {
    tenon(ALL, "run", "-m", "nowhere");

    assertThat(errors())
        .startsWith(RED + "tenon:" + END + " ModuleNotFoundError: No module named 'nowhere'");
  }

  @Test
  void traceback_terminal_marksPlaces() {
    tenon(ALL, "run", "--path", jar, "-m", "program", "call");

    assertThat(errors()).contains("  \033[35mFile \"" + jar + "\"" + END + ", in program.fails\n");
  }

  @Test
  void streams_oneOfThemATerminal_areColoredEachForItself() {
    tenon(new Terminals(false, true, false), "importtime", "--path", jar, "-m", "idle");
    tenon(new Terminals(false, true, false), "importtime", "-m", "nowhere");

    assertThat(output.toString(UTF_8)).startsWith("\033[1m").contains("module" + END + "\n");
    assertThat(errors()).startsWith("tenon: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--color=always why --loud",
        "why --color always --loud",
        "why --color=always",
        "run --color always -m nowhere",
        "run --color always --path nowhere -m x"
      })
  void option_always_marksWrongLinesToo(String line) {
    tenon(NONE, line.split(" "));

    assertThat(errors()).startsWith(RED);
  }

  @Test
  void option_neverBehindTheCommand_winsOverTheOneBefore() {
    tenon(ALL, "--color", "always", "run", "--color", "never", "-m", "nowhere");

    assertThat(errors()).startsWith("tenon: ");
  }

  @Test
  void option_behindTheModule_belongsToTheModule() {
    tenon(NONE, "run", "--path", jar, "-m", "program", "echo", "--color", "always");

    assertThat(output.toString(UTF_8)).isEqualTo("[--color, always]\n");
  }

  @Test
  void option_unknownWord_isAMistake() {
    tenon(NONE, "why", "--color", "blue", "x");

    assertThat(errors())
        .isEqualTo("tenon: unknown choice of colours 'blue', expected auto, always, never\n");
  }

  @Test
  void help_terminalOrPipe_isMarkedOrPlain() {
    tenon(ALL, "--help");
    assertThat(output.toString(UTF_8)).contains("\033[");
    output.reset();
    tenon(NONE, "--help");
    assertThat(output.toString(UTF_8)).doesNotContain("\033");
  }

  @Test
  void json_terminal_isPlain() {
    tenon(ALL, "inspect", "--json", "--color", "always", "--path", jar, "idle");

    assertThat(output.toString(UTF_8)).startsWith("{").doesNotContain("\033");
  }
}
