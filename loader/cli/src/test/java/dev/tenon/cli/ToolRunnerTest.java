package dev.tenon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that look at modules, as their user sees them.
class ToolRunnerTest {

  @TempDir static Path folder;
  private static String jar = "";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeAll
  static void makeFiles() throws IOException, URISyntaxException {
    jar = ProgramJar.in(folder).toString();
    Files.writeString(folder.resolve("notes.txt"), "text\n");
    Files.writeString(folder.resolve("script.js"), "1\n");
  }

  private int tenon(String... arguments) {
    return new Main(TestSurroundings.of(folder, output, errors)).run(arguments);
  }

  private String output() {
    return output.toString(UTF_8);
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  @Test
  void inspect_moduleOfAJar_showsItsDescriptorWithoutRunningIt() {
    assertThat(tenon("inspect", "--path", jar, "leaving")).isZero();
    assertThat(output())
        .contains("module leaving\n  state: 0 bytes\n  interpreters: ", "\n  slots: free\n");
    assertThat(errors()).isEmpty();
  }

  @Test
  void inspect_faultyDescriptor_showsTheFaults() {
    assertThat(tenon("inspect", "--path", jar, "faulty")).isZero();
    assertThat(output()).contains("  fault: ", "(i65) -> void", "(i66) -> void");
  }

  @Test
  void inspect_json_isOneObjectWithModules() {
    assertThat(tenon("inspect", "--json", "--path", jar, "idle")).isZero();
    assertThat(output())
        .startsWith("{\n  \"place\": ")
        .contains("\"modules\": [\n    {\n      \"name\": \"idle\",\n      \"doc\": null,")
        .endsWith("}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "none, it is neither a file nor a module on the path",
    "no/such.so, there is no such file",
    "notes.txt, it has no descriptor",
    "script, it has no descriptor",
    "script.js, it has no descriptor"
  })
  void inspect_whatHasNoDescriptor_isOneLine(String target, String reason) {
    assertThat(tenon("inspect", target)).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).startsWith("tenon: cannot inspect").contains(reason).hasLineCount(1);
    assertThat(output()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "inspect --debug none",
    "why --debug none.inner",
    "importtime --debug -m none",
  })
  void error_debug_comesWithItsStackTrace(String line) {
    assertThat(tenon(line.split(" "))).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).startsWith("tenon: ").contains("\n\tat dev.tenon");
  }

  @Test
  void why_missingModule_namesEachPlaceAndReason() {
    assertThat(tenon("why", "--path", jar, "none")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output())
        .startsWith("'none' is not found\n")
        .contains("ProvidedModuleFinder: ", folder + "': holds no none/", jar);
    assertThat(errors()).isEmpty();
  }

  @Test
  void why_foundModule_namesThePlaceThatHasIt() {
    assertThat(tenon("why", "--path", jar, "program")).isZero();
    assertThat(output()).startsWith("'program' is found: ").contains(jar + ": has it");
  }

  @Test
  void why_faultyDescriptor_isRefusedWithItsFaults() {
    assertThat(tenon("why", "--path", jar, "faulty")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output()).contains("  refused: ", "(i65) -> void");
  }

  @Test
  void why_moduleInTwoPlaces_tellsWhichOneIsHidden() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("script.js"), "2\n");

    assertThat(tenon("why", "--path", other.toString(), "script")).isZero();
    assertThat(output()).contains("other: has it, too, in ", "hidden by the one above");
  }

  @Test
  void why_submoduleOfWhatIsMissing_isOneError() {
    assertThat(tenon("why", "none.inner")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).startsWith("tenon: No module named 'none'");
  }

  @Test
  void importTime_module_isARowOfTheTableAndABoxOfTheGraph() throws IOException {
    assertThat(tenon("importtime", "--path", jar, "--svg", "graph.svg", "-m", "idle")).isZero();
    assertThat(output().lines()).hasSize(2).last().asString().endsWith("  idle");
    assertThat(folder.resolve("graph.svg")).content().startsWith("<svg ").contains(">idle</text>");
  }

  @Test
  void importTime_missingModule_isAnError() {
    assertThat(tenon("importtime", "-m", "none")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).startsWith("tenon: No module named 'none'");
  }

  @Test
  void importTime_graphThatCannotBeWritten_isAUsageError() {
    assertThat(tenon("importtime", "--path", jar, "--svg", "no/graph.svg", "-m", "idle"))
        .isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors()).startsWith("tenon: cannot write '").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "insepct, unknown command 'insepct'; did you mean 'inspect'?",
    "why, NAME is missing; see 'tenon why --help'",
    "inspect, FILE-OR-NAME is missing",
    "importtime, option -m needs a value",
    "completion fish, 'unknown shell ''fish'', expected bash or zsh'",
    "why one two, 'unexpected argument ''two'', expected nothing more'",
    "why --loud one, unknown option '--loud'"
  })
  void mistake_anyCommand_isOneLineAndStatusTwo(String line, String expected) {
    assertThat(tenon(line.split(" "))).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors()).contains(expected.replace("''", "'")).hasLineCount(1);
  }

  @Test
  void completion_bash_isAScriptThatKnowsTheCommands() {
    assertThat(tenon("completion", "bash")).isZero();
    assertThat(output()).startsWith("#!").contains("inspect", "importtime");
  }
}
