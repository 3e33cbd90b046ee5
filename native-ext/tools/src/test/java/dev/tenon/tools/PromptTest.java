// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.repl.PromptBody;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tenon repl` as its user sees it when entries come from a pipe.
class PromptTest {

  @TempDir static Path folder;
  private static String jar = "";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeAll
  static void makeJar() throws IOException, URISyntaxException {
    jar = ProgramJar.in(folder).toString();
  }

  private int repl(String input, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "repl";
    arguments[1] = "--path";
    arguments[2] = jar;
    System.arraycopy(options, 0, arguments, 3, options.length);
    return new Main(TestSurroundings.of(folder, input, output, errors)).run(arguments);
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  @Test
  void entries_piped_printTheirValuesAndNothingElse() {
    assertThat(repl("import program\nprogram\n40\n")).isZero();
    assertThat(output.toString(UTF_8)).isEqualTo("<module 'program' from '" + jar + "'>\n40\n");
    assertThat(errors()).isEmpty();
  }

  @Test
  void error_piped_isATracebackAndStatusOne() {
    assertThat(repl("import program\nprogram.fails()\n1\n"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .isEqualTo(
            """
            Traceback (most recent call last):
              File "%s", in program.fails
            ValueError: no good
            """
                .formatted(jar));
    assertThat(output.toString(UTF_8)).isEmpty();
  }

  @Test
  void exit_isTheStatus() {
    assertThat(repl("exit(5)")).isEqualTo(5);
    assertThat(repl("exit(256)")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).contains("exit status 256, expected 0 to 255").hasLineCount(1);
  }

  @Test
  void function_saysWhatItIs() {
    assertThat(
            repl(
                """
                import program
                program.fails.__name__; program.fails.__module__; program.fails.__text_signature__
                program.fails.__doc__
                dir(program.fails)[0]
                help(program.fails)
                """))
        .isZero();
    assertThat(output.toString(UTF_8))
        .isEqualTo("'fails'\n'program'\n'(…)'\n'__doc__'\nprogram.fails(…)\n");
  }

  @Test
  void function_attributeThatIsNotThere_isAnAttributeError() {
    assertThat(repl("import program; program.fails.nothing")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo("AttributeError: 'function' object has no attribute 'nothing'\n");
  }

  @Test
  void help_ofAModule_listsItsFunctions() {
    assertThat(repl("import program\nhelp(program)\n")).isZero();
    assertThat(output.toString(UTF_8)).startsWith("module program\n    fails(…)\n");
  }

  @Test
  void nothing_isNoError() {
    assertThat(repl("")).isZero();
    assertThat(output.toString(UTF_8)).isEmpty();
  }

  @Test
  void isolated_refusesModules() {
    assertThat(repl("import program", "--isolated")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(repl("import apart", "--isolated")).isZero();
  }

  @Test
  void language_unknown_isOneLine() {
    assertThat(repl("", "--lang", "cobol")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).contains("'cobol'").hasLineCount(1);
  }

  @Test
  void language_python_keepsNamesValuesAndBlocks() {
    assertThat(
            repl(
                """
                program = importModule('program')
                def twice(x):
                    return x * 2

                class A:
                    def m(self):
                        return twice(20)

                A().m() + 1
                _ + 1
                None
                for i in range(2):
                    last = i

                last

                \"\"\"a
                b\"\"\"
                'fails' in dir(program)
                dir(program)[:0]
                exit(3)
                """,
                "--lang",
                "py"))
        .isEqualTo(3);
    assertThat(output.toString(UTF_8)).isEqualTo("41\n42\n1\n'a\\nb'\nTrue\n[]\n");
    assertThat(errors()).isEmpty();
  }

  @Test
  void language_pythonRaises_isATracebackOfLines() {
    assertThat(repl("1 / 0\n3\n", "--lang", "py")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .startsWith("Traceback (most recent call last):\n  File \"<stdin>\", line 1\n")
        .contains("\nZeroDivisionError: ");
    assertThat(output.toString(UTF_8)).isEmpty();
  }

  @Test
  void language_javaScript_isThatOfItsEngine() {
    assertThat(repl("[1, 2].map(function(x) {\n  return x + 1 })[1]\n", "--lang", "js")).isZero();
    assertThat(output.toString(UTF_8)).matches("3(\\.0)?\n");
  }

  @Test
  void history_place_followsTheEnvironment() {
    assertThat(PromptBody.history(Map.of("HOME", "/h")))
        .isEqualTo(Path.of("/h/.local/state/tenon/history"));
    assertThat(PromptBody.history(Map.of("HOME", "/h", "XDG_STATE_HOME", "/s")))
        .isEqualTo(Path.of("/s/tenon/history"));
    assertThat(PromptBody.history(Map.of("HOME", "/h", "TENON_HISTORY", "/f")))
        .isEqualTo(Path.of("/f"));
    assertThat(PromptBody.history(Map.of("HOME", "/h", "TENON_HISTORY", ""))).isNull();
    assertThat(PromptBody.history(Map.of())).isNull();
  }

  @Test
  void terminals_areWhatTheLauncherSays() {
    assertThat(Terminals.of("02")).isEqualTo(new Terminals(true, false, true));
    assertThat(Terminals.of("")).isEqualTo(new Terminals(false, false, false));
  }
}
