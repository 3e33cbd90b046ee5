// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.input.Limit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command as its user sees it: exit status, standard output and standard error.
class MainTest {

  @TempDir static Path folder;
  private static String jar = "";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeAll
  static void makeJar() throws IOException, URISyntaxException {
    jar = ProgramJar.in(folder).toString();
  }

  private int tenon(String... arguments) {
    return tenon(output, arguments);
  }

  private int tenon(OutputStream target, String... arguments) {
    return new Main(TestSurroundings.of(folder, target, errors)).run(arguments);
  }

  private int program(String... arguments) {
    return program(output, arguments);
  }

  private int program(OutputStream target, String... arguments) {
    return tenon(
        target,
        Stream.concat(Stream.of("run", "--path", jar, "-m", "program"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private String output() {
    return output.toString(UTF_8);
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  @Test
  void run_argumentsAfterTheName_reachTheModuleUntouched() {
    int status =
        program(
            "echo", "--help", "--version", "-x", "-m", "--path", "--", "@file", "", "a b", "'q'");

    assertThat(output()).isEqualTo("[--help, --version, -x, -m, --path, --, @file, , a b, 'q']\n");
    assertThat(errors()).isEmpty();
    assertThat(status).isEqualTo(ExitStatus.OK.number());
  }

  @Test
  void run_moduleWithoutMainSlot_endsWell() {
    assertThat(tenon("run", "--path", jar, "-m", "idle", "argument")).isZero();
    assertThat(errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"large.py", "large.js"})
  void run_scriptOverTheLimit_isAnImportErrorWithoutNamesOfJava(String name) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.setLength(Limit.SCRIPT.most() + 1L);
    }

    assertThat(tenon("run", folder.resolve(name).toString()))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .startsWith("tenon: ImportError: cannot run '")
        .endsWith(
            "%s': it has %s%n".formatted(name, Limit.SCRIPT.exceededBy(Limit.SCRIPT.most() + 1L)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 77, 255})
  void run_statusOfTheModule_isTheExitStatus(int status) {
    assertThat(program("return", String.valueOf(status))).isEqualTo(status);
    assertThat(program("exit", String.valueOf(status))).isEqualTo(status);
    assertThat(errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"return,256", "return,-1", "exit,256", "exit,-1"})
  void run_statusThatNoProcessCanReturn_isAnError(String way, String status) {
    assertThat(program(way, status)).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .isEqualTo(
            "tenon: module 'program' ended with the exit status "
                + status
                + ", expected 0 to 255\n");
  }

  @Test
  void run_systemExitWithText_printsTheTextAlone() {
    assertThat(program("exit-text", "so long")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).isEqualTo("so long\n");
  }

  @Test
  void run_keyboardInterrupt_isQuiet() {
    assertThat(program("interrupt")).isEqualTo(ExitStatus.INTERRUPTED.number());
    assertThat(errors()).isEmpty();
  }

  @Test
  void run_moduleRaisesError_printsKindAndMessageInOneLine() {
    assertThat(program("raise", "no good")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).isEqualTo("tenon: ValueError: no good\n");
  }

  @Test
  void run_errorWithSeveralLines_indentsAllButTheFirst() {
    program("raise", "first\nsecond\r\n    third\n");

    assertThat(errors()).isEqualTo("tenon: ValueError: first\n  second\n  third\n");
  }

  @Test
  void run_mainSlotFailsAfterOutput_flushesTheOutput() {
    assertThat(program("write-raise")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output()).isEqualTo("written\n");
    assertThat(errors()).isEqualTo("tenon: ValueError: no good\n");
  }

  @Test
  void run_javaException_namesTheModuleAndTheOption() {
    assertThat(program("crash")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .isEqualTo(
            "tenon: module 'program' raised java.lang.IllegalStateException: boom;"
                + " run with --debug for the stack trace\n");
  }

  @Test
  void run_errorThroughAFunctionOfAModule_comesWithATraceback() {
    assertThat(program("call")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .isEqualTo(
            """
            Traceback (most recent call last):
              File "%s", in program.<main>
              File "%s", in program.fails
            tenon: ValueError: no good
            """
                .formatted(jar, jar));
  }

  @Test
  void run_oneOfSeveralModulesOfAJar_isFoundByTheJarAndByAnother() {
    assertThat(tenon("run", "-m", jar + ":program", "return", "7")).isEqualTo(7);
    assertThat(tenon("run", "--path", jar, "-m", "idle:program", "return", "8")).isEqualTo(8);
    assertThat(errors()).isEmpty();
    assertThat(tenon("run", "-m", jar + ":nothing")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .startsWith("tenon: ModuleNotFoundError: No module named 'nothing' in '" + jar);
  }

  @Test
  void run_pathOfAJar_runsItsMainModule() {
    assertThat(tenon("run", jar, "echo", "-m", "--", "--help")).isZero();
    assertThat(output()).isEqualTo("[-m, --, --help]\n");
    assertThat(tenon("run", jar, "return", "7")).isEqualTo(7);
    assertThat(errors()).isEmpty();
  }

  @Test
  void run_pathThatIsNotThere_saysSo() {
    assertThat(tenon("run", "nowhere.js")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).contains("can't open file 'nowhere.js'").hasLineCount(1);
  }

  @Test
  void run_isolated_refusesModulesThatDoNotDeclareIsolation() {
    assertThat(tenon("run", "--isolated", "--path", jar, "-m", "apart", "return", "7"))
        .isEqualTo(7);
    assertThat(errors()).isEmpty();
    assertThat(tenon("run", "--isolated", "--path", jar, "-m", "program", "return", "7"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).contains("'program'").hasLineCount(1);
  }

  @Test
  void run_debug_printsTheStackTrace() {
    int status = tenon("run", "--debug", "--path", jar, "-m", "program", "crash");

    assertThat(status).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors().lines())
        .startsWith(
            "tenon: module 'program' raised java.lang.IllegalStateException: boom",
            "java.lang.IllegalStateException: boom")
        .anyMatch(line -> line.contains("Programs.run("));
  }

  @Test
  void run_unknownModule_saysSo() {
    assertThat(tenon("run", "-m", "nowhere")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .isEqualTo(
            "tenon: ModuleNotFoundError: No module named 'nowhere'; 'tenon why nowhere' shows where"
                + " it was searched\n");
  }

  @Test
  void run_misspeltModule_namesTheNearOneInOneLine() {
    assertThat(tenon("run", "--path", jar, "-m", "progam"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .isEqualTo(
            "tenon: ModuleNotFoundError: No module named 'progam'. Did you mean: 'program'?\n");
  }

  @Test
  void run_faultyDescriptor_listsEveryFaultIndented() {
    assertThat(tenon("run", "--path", jar, "-m", "faulty"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors().lines()).hasSize(3);
    assertThat(errors().lines())
        .first()
        .asString()
        .startsWith("tenon: SystemError: module 'faulty'")
        .endsWith(": 2 faults");
    assertThat(errors().lines().skip(1)).allMatch(line -> line.startsWith("  functions["));
  }

  @Test
  void run_freeSlotFails_isAnError() {
    assertThat(tenon("run", "--path", jar, "-m", "leaving"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).isEqualTo("tenon: ValueError: free failed\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flood", "flood-and-hide", "write-raise"})
  void run_readerOfOutputGone_endsQuietlyAsIfBySignal(String way) {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThat(program(gone, way)).isEqualTo(ExitStatus.BROKEN_PIPE.number());
    assertThat(errors()).doesNotContain("Broken").doesNotContain("BrokenPipeError");
  }

  @Test
  void run_outputCannotBeWritten_saysSoOnce() {
    assertThat(program(full(), "echo", "text")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors())
        .isEqualTo("tenon: cannot write the standard output: No space left on device\n");
  }

  @Test
  void run_outputCannotBeWrittenMidway_saysSoOnce() {
    assertThat(program(full(), "flood")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).isEqualTo("tenon: OSError: No space left on device\n");
  }

  private static OutputStream full() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException("No space left on device");
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | no command given; see 'tenon --help'",
        "fly | unknown command 'fly', expected one of run, repl, inspect, why, importtime,"
            + " identity, source, lock, compile, pack, isolation, crash, new, cdef, cflags, doctor,"
            + " completion, test, format, package; see 'tenon --help'",
        "-x | unknown option '-x'; see 'tenon --help'",
        "--path | unknown option '--path'; see 'tenon --help'",
        "@file | unknown command '@file', expected one of run, repl, inspect, why, importtime,"
            + " identity, source, lock, compile, pack, isolation, crash, new, cdef, cflags, doctor,"
            + " completion, test, format, package; see 'tenon --help'",
        "run | no program given, expected -m NAME or PATH; see 'tenon run --help'",
        "run -m | no program given, expected -m NAME or PATH; see 'tenon run --help'",
        "run --debug | no program given, expected -m NAME or PATH; see 'tenon run --help'",
        "run --fast -m x | unknown option '--fast'; see 'tenon run --help'",
        "run --path | option --path needs a value, expected --path DIR; see 'tenon run --help'",
        "run --path nope -m x | cannot search modules in 'nope': it is neither a folder nor a jar",
        "test | the command test is carried out by the launcher script; call ./tenon test in the"
            + " source tree"
      })
  void wrongCommandLine_oneLineAndStatusTwo(String line, String message) {
    String[] arguments = line == null ? new String[0] : line.split(" ");

    assertThat(tenon(arguments)).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors()).isEqualTo("tenon: " + message + "\n");
    assertThat(output()).isEmpty();
  }

  @Test
  void help_listsTheCommands() {
    assertThat(tenon("--help")).isEqualTo(ExitStatus.OK.number());
    assertThat(output())
        .contains("run ", "test ", "format ", "package ", "--version")
        .endsWith("\n");
    assertThat(errors()).isEmpty();
  }

  @Test
  void runHelp_tellsPathOrderAndStatuses() {
    assertThat(tenon("run", "--help")).isEqualTo(ExitStatus.OK.number());
    assertThat(output())
        .contains(
            "tenon run [OPTION]… (-m NAME | -c CODE | PATH) [ARG…]",
            "--path",
            "--debug",
            "TENON_PATH",
            "141",
            "130");
  }

  @Test
  void version_isOneLine() {
    assertThat(tenon("--version")).isEqualTo(ExitStatus.OK.number());
    assertThat(output()).matches("tenon \\S+ \\(Java \\d+, .+\\)\n");
  }

  @Test
  void help_readerGone_endsQuietly() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThat(tenon(gone, "--help")).isEqualTo(ExitStatus.BROKEN_PIPE.number());
    assertThat(errors()).isEmpty();
  }
}
