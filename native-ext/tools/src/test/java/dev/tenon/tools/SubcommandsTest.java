// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.error.Phase;
import dev.tenon.event.PhaseEvent;
import dev.tenon.tools.importtime.FlameGraph;
import dev.tenon.tools.importtime.ImportTimes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that look at modules, as their user sees them.
class SubcommandsTest {

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
    assertThat(tenon("inspect", "--path", jar, "faulty"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output()).contains("  fault: ", "(i65) -> void", "(i66) -> void");
  }

  @Test
  void inspect_json_isOneObjectWithModules() {
    assertThat(tenon("inspect", "--json", "--path", jar, "idle")).isZero();
    assertThat(output())
        .startsWith("{\n  \"place\": ")
        .contains("\"modules\": [\n    {\n      \"name\": \"idle\",\n      \"kind\": \"java\",")
        .endsWith("}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "none, it is neither a file nor a module on the path",
    "no/such.so, there is no such file",
    "notes.txt, no installed type of module files takes it"
  })
  void inspect_whatHasNoDescriptor_isOneLine(String target, String reason) {
    assertThat(tenon("inspect", target)).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).startsWith("tenon: cannot inspect").contains(reason).hasLineCount(1);
    assertThat(output()).isEmpty();
  }

  @Test
  void inspect_script_showsItsKind() {
    assertThat(tenon("inspect", "script.js")).isZero();
    assertThat(output()).contains("module script\n  kind: script\n  origin: ");
  }

  @Test
  void inspect_folder_listsItsModules() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("listed/pkg"));
    Files.writeString(inner.resolve("__init__.js"), "1\n");
    Files.writeString(inner.resolve("sub.js"), "1\n");
    Files.writeString(inner.resolve("../one.js"), "1\n");

    assertThat(tenon("inspect", "./listed")).isZero();
    assertThat(output())
        .contains("module one\n  kind: script\n")
        .contains("module pkg\n  kind: script package\n", "  submodules: pkg.sub\n");
  }

  @Test
  void inspect_jar_showsTheDescriptorsOfItsModules() {
    assertThat(tenon("inspect", jar)).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output())
        .contains("module idle\n  state: 0 bytes\n", "module faulty\n", "  fault: ");
  }

  @Test
  void inspect_namespacePackage_showsItsFolders() throws IOException {
    Files.createDirectories(folder.resolve("space"));

    assertThat(tenon("inspect", "space")).isZero();
    assertThat(output()).contains("module space\n  kind: namespace package\n  origin: " + folder);
  }

  @Test
  void inspect_brokenArchiveOrLink_isOneLine() throws IOException {
    Files.writeString(folder.resolve("junk.jar"), "junk");
    Files.createSymbolicLink(folder.resolve("dangling.js"), Path.of("nowhere.js"));

    assertThat(tenon("inspect", "junk.jar")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(tenon("inspect", "dangling.js")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).contains("cannot read '", "leads nowhere").hasLineCount(2);
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
    assertThat(output()).startsWith("'program' is found: ").contains(jar + "': has it");
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
    assertThat(output()).contains("other': has it, too, in ", "hidden by the one above");
  }

  @Test
  void why_namespacePackage_namesEachFolder() throws IOException {
    Files.createDirectories(folder.resolve("parts"));
    Path other = folder.resolve("more");
    Files.createDirectories(other.resolve("parts"));

    assertThat(tenon("why", "--path", other.toString(), "parts")).isZero();
    assertThat(output())
        .startsWith("'parts' is found: " + folder.resolve("parts") + ", " + other.resolve("parts"))
        .contains(other + "': has a folder of the namespace package");
  }

  @ParameterizedTest
  @CsvSource({"sys", "builtins", "__main__"})
  void why_registeredModule_isFoundWithoutASearch(String name) {
    assertThat(tenon("why", name)).isZero();
    assertThat(output()).startsWith("'" + name + "' is found: sys.modules\n").hasLineCount(2);
  }

  @Test
  void why_partOfWhatIsNoPackage_saysSo() {
    assertThat(tenon("why", "--path", jar, "idle.part"))
        .isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output())
        .isEqualTo("'idle.part' is not found\n  'idle': is not a package: it has no path\n");
  }

  @Test
  void why_nameOfAnotherCase_isProposed() {
    assertThat(tenon("why", "--path", jar, "IDLE")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output()).startsWith("'IDLE' is not found; did you mean 'idle'?\n");
  }

  @Test
  void why_linkThatLeadsNowhere_isToldAndNotProposed() throws IOException {
    Files.createSymbolicLink(folder.resolve("lost.js"), Path.of("nowhere.js"));

    assertThat(tenon("why", "lost")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output())
        .startsWith("'lost' is not found\n")
        .contains("(lost.js is a symbolic link that leads nowhere)");
  }

  @Test
  void why_scriptThatDoesNotCompile_isRefused() throws IOException {
    Files.writeString(folder.resolve("slip.js"), "var =\n");

    assertThat(tenon("why", "slip")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output()).contains("'slip' is found: ", "  refused: SyntaxError: ");
  }

  @Test
  void why_scriptThatRaises_isNotRun() throws IOException {
    Files.writeString(folder.resolve("raiser.js"), "throw new Error('no')\n");

    assertThat(tenon("why", "raiser")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"''", ".name", "a..b", "a."})
  void why_noName_isAMistake(String name) {
    assertThat(tenon("why", name)).isEqualTo(ExitStatus.USAGE.number());
    assertThat(errors()).startsWith("tenon: cannot search '" + name + "'").hasLineCount(1);
  }

  @Test
  void why_json_tellsEachCandidate() {
    assertThat(tenon("why", "--json", "--path", jar, "idle")).isZero();
    assertThat(output())
        .startsWith("{\n  \"name\": \"idle\",\n  \"loads\": true,")
        .contains("\"outcome\": \"used\"");
  }

  @Test
  void why_submoduleOfWhatIsMissing_isOneError() {
    assertThat(tenon("why", "none.inner")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).startsWith("tenon: ModuleNotFoundError: No module named 'none'");
  }

  @Test
  void importTime_module_isARowOfTheTableAndABoxOfTheGraph() throws IOException {
    assertThat(tenon("importtime", "--path", jar, "--svg", "graph.svg", "-m", "idle")).isZero();
    assertThat(output().lines()).hasSize(2).last().asString().endsWith("  idle");
    assertThat(folder.resolve("graph.svg")).content().startsWith("<svg ").contains(">idle</text>");
  }

  @Test
  void importTime_graph_isWellFormedWhateverTheName() {
    ImportTimes times = new ImportTimes();
    times.onPhase(
        new PhaseEvent("a<&>\u0001\uD800", null, Phase.EXEC, 0, Duration.ofNanos(5), null));

    assertThat(new FlameGraph(times.tree()).svg())
        .contains(">a&lt;&amp;&gt;\uFFFD\uFFFD</text>")
        .doesNotContain("\u0001");
  }

  @Test
  void importTime_importThatFails_showsItsFiguresAndTheError() throws IOException {
    Files.writeString(folder.resolve("thrower.js"), "throw new Error('no')\n");

    assertThat(tenon("importtime", "-m", "thrower")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(output()).endsWith("  thrower  failed\n");
    assertThat(errors()).contains("tenon: RuntimeError: ");
  }

  @Test
  void importTime_missingModule_isAnError() {
    assertThat(tenon("importtime", "-m", "none")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());
    assertThat(errors()).startsWith("tenon: ModuleNotFoundError: No module named 'none'");
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

  @Test
  void identity_reloadedModuleInJava_wasExecutedOnce() {
    assertThat(tenon("identity", "--path", jar, "idle", "--reload", "idle")).isZero();
    assertThat(output()).startsWith("idle: module from ").endsWith("\n  executions: 1\n");
    assertThat(errors()).isEmpty();
  }

  @Test
  void identity_asJson_isAList() {
    assertThat(tenon("identity", "--json", "--path", jar, "idle")).isZero();
    assertThat(output()).contains("\"names\": [\n", "\"executions\": 1", "\"stale\": []");
  }

  @Test
  void identity_moduleThatIsNotImported_cannotBeReloaded() {
    assertThat(tenon("identity", "--path", jar, "leaving", "--reload", "nobody")).isEqualTo(1);
    assertThat(errors()).contains("module nobody not in sys.modules");
  }

  @Test
  void source_nameThatIsNotThere_isOneLine() {
    assertThat(tenon("source", "--path", jar, "leaving.nobody")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo(
            "tenon: ImportError: cannot find the source of 'leaving.nobody': module 'leaving' has"
                + " no attribute 'nobody'\n");
  }

  @Test
  void run_moduleOfALibrary_saysWhatToType() {
    assertThat(tenon("run", "two.so:second")).isEqualTo(1);
    assertThat(errors()).contains("type -m 'two.so:second'");
  }
}
