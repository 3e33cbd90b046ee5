// SPDX-License-Identifier: Apache-2.0
package dev.tenon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.launcher.Stage.Run;
import dev.tenon.launcher.Stage.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher as who works in a checkout sees it.
final class LauncherTest {

  @TempDir static Path compiled;
  @TempDir Path folder;
  private Stage stage;

  @BeforeAll
  static void compileLauncher() {
    Stage.compile(compiled);
  }

  @BeforeEach
  void setStage() throws IOException {
    stage = Stage.in(folder, compiled);
  }

  @Test
  void firstUse_builds_andOnlyTheProgressGoesToStandardError() throws Exception {
    Run run = stage.tenon("run", "-m", "wordfreq");

    assertThat(run.status()).isZero();
    assertThat(stage.builds()).isEqualTo(1);
    assertThat(run.err()).matches("tenon: building \\(first use\\)\\S* done in \\d+ s\n");
    assertThat(run.out())
        .doesNotContain("building")
        .contains("<run>\n<-m>\n<wordfreq>\n")
        .contains("<-Dtenon.home=" + stage.home + ">")
        .contains("<-Dtenon.samples=" + stage.home + "/sample-extensions/one/target/modules>");
  }

  @Test
  void launcher_isRunFromItsSource() throws Exception {
    stage.environment.put("TENON_JAVA_HOME", System.getProperty("java.home"));

    Run run = stage.tenon("x");

    assertThat(run.err()).contains("tenon: building (first use)").contains(" done in ");
  }

  @Test
  void nothingChanged_startsNoMavenAndSaysNothing() throws Exception {
    stage.tenon("x");
    Files.delete(stage.folder.resolve("bin/mvn"));

    Run run = stage.tenon("x");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void argumentsAndStatus_passThroughUntouched() throws Exception {
    stage.environment.put("fake_status", "37");
    String[] words = {
      "run", "", "two words", "*", "quote's", "back\\slash", "-Dx=y", "line\nbreak", "--"
    };

    Run run = stage.tenon(words);

    assertThat(run.status()).isEqualTo(37);
    assertThat(run.out()).endsWith(bracketed(words));
  }

  @Test
  void wordsLikeOptionsOfTheShell_andBytesThatAreNoText_passThrough() throws Exception {
    String[] words = {"run", "-e", "$(id)", "`id`", "~", "[a-z]?", "'\"", "@file", "%s\\n"};

    assertThat(stage.tenon(words).out()).endsWith(bracketed(words));
    assertThat(stage.shell("\"$tenon\" run \"$(printf 'a\\377\\355\\240\\200b')\"").out())
        .endsWith(bracketed("run", "a\u00ff\u00ed\u00a0\u0080b"));
  }

  private static String bracketed(String... words) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      text.append('<').append(word).append(">\n");
    }
    return text.toString();
  }

  @Test
  void closedStreams_doNotBecomeFilesOfJava() throws Exception {
    stage.tenon("x");

    stage.shell("\"$tenon\" --try-streams <&- >/dev/null");
    assertThat(notesOfStreams()).matches("input [1-9]\\d*, output 0");
    stage.shell("\"$tenon\" --try-streams </dev/null >&-");
    assertThat(notesOfStreams()).matches("input 0, output [1-9]\\d*");
    stage.shell("\"$tenon\" --try-streams <&- >&- 2>&-");
    assertThat(notesOfStreams()).matches("input [1-9]\\d*, output [1-9]\\d*");
    Run run = stage.shell("echo text | \"$tenon\" --try-streams");
    assertThat(notesOfStreams()).isEqualTo("input 0, output 0");
    assertThat(run.out()).isEqualTo("text\n");
  }

  private String notesOfStreams() throws IOException {
    List<String> notes =
        stage.notes().stream().filter(line -> line.matches("(input|output|closed) .*")).toList();
    Stage.write(stage.calls, "");
    return String.join(", ", notes);
  }

  @Test
  void folderThatCannotBeWrittenTo_isToldAtOnce() throws Exception {
    stage.source("target", "");

    Run run = stage.tenon("x");

    assertThat(run.status()).isEqualTo(70);
    assertThat(run.err())
        .contains("'" + stage.home + "/target' is no folder that can be written to");
    assertThat(stage.builds()).isZero();
  }

  @Test
  void checkoutBelowFolderWithLineBreakAndDash_isFound() throws Exception {
    Path odd = Files.createDirectory(stage.folder.resolve("-a\nb"));
    Files.move(stage.home, odd.resolve("check"));
    Files.createSymbolicLink(stage.home, odd.resolve("check"));

    Run first = stage.run(odd, "./check/tenon", "x");
    stage.run(odd, "./check/tenon", "x");

    assertThat(first.status()).isZero();
    assertThat(first.out()).contains("<-Dtenon.home=" + odd + "/check>");
    assertThat(stage.builds()).isEqualTo(1);
  }

  @Test
  void home_andEverythingElse_mayBeUnset() throws Exception {
    stage.tenon("x");

    Run run = stage.shell("env -i TENON_JAVA_HOME=\"$TENON_JAVA_HOME\" \"$tenon\" x");
    Run other = stage.shell("env -i JAVA_HOME=\"$TENON_JAVA_HOME\" \"$tenon\" x");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(other.out()).endsWith("<x>\n");
  }

  @Test
  void symbolicLinks_relativeAndAbsolute_areFollowedFromAnotherFolder() throws Exception {
    Path links = Files.createDirectory(stage.folder.resolve("links"));
    Path other = stage.folder.resolve("other");
    Files.createSymbolicLink(links.resolve("relative"), Path.of("../a check out's/tenon"));
    Files.createSymbolicLink(other.resolve("tenon"), links.resolve("relative"));
    stage.environment.put("CDPATH", stage.folder.toString());

    Run beside = stage.run(other, "./tenon", "x");
    Files.createDirectories(other.resolve("a check out's"));
    stage.environment.put("CDPATH", other.toString());
    Run below = stage.run(stage.folder, "sh", "-c", "\"$1\" z", "sh", "a check out's/tenon");
    Run onPath = stage.shell("cd / && PATH=" + other + ":$PATH && tenon y");

    String home = "<-Dtenon.home=" + stage.home + ">";
    assertThat(beside.status()).isZero();
    assertThat(beside.out()).contains(home);
    assertThat(onPath.out()).contains(home).endsWith("<y>\n");
    assertThat(below.out()).contains(home).endsWith("<z>\n");
  }

  @Test
  void java_takesThePlaceOfTheLauncher_soThatSignalsReachIt() throws Exception {
    stage.tenon("x");

    Started started = stage.startTenon("--print-process");

    assertThat(stage.end(started).out()).isEqualTo(started.process().pid() + "\n");
  }

  @Test
  void changedNewOrDeletedSource_isBuilt() throws Exception {
    stage.tenon("x");
    stage.source("loader/cli/src/One.java", "changed");
    assertThat(stage.tenon("x").err()).contains("tenon: building (the sources changed)");
    assertThat(stage.builds()).isEqualTo(2);

    stage.source("native-ext/core/src/three.c", "");
    stage.tenon("x");
    assertThat(stage.builds()).isEqualTo(3);

    stage.source("loader/cli/src/it's", "changed");
    stage.tenon("x");
    assertThat(stage.builds()).isEqualTo(4);

    Files.delete(stage.home.resolve("loader/cli/src/Two.java"));
    stage.tenon("x");
    assertThat(stage.builds()).isEqualTo(5);

    stage.source("pom.xml", "<project></project>");
    stage.tenon("x");
    assertThat(stage.builds()).isEqualTo(6);

    stage.source("loader/cli/target/anything", "");
    stage.tenon("x");
    assertThat(stage.builds()).isEqualTo(6);
  }

  @Test
  void sourceThatChangesDuringBuild_isBuiltTheNextTime() throws Exception {
    stage.environment.put("fake_build", "waits");
    Started started = stage.startTenon("x");
    stage.awaitNote("begin");
    stage.source("loader/cli/src/One.java", "later");
    Stage.write(Path.of(stage.calls + ".go"), "");
    stage.end(started);

    stage.tenon("x");

    assertThat(stage.builds()).isEqualTo(2);
  }

  @Test
  void failedBuild_showsWhy_andIsTriedAgain() throws Exception {
    stage.environment.put("fake_build", "fails");
    Run failed = stage.tenon("x");

    assertThat(failed.status()).isEqualTo(70);
    assertThat(failed.err())
        .contains("One.java:[1,2] cannot find symbol")
        .contains(stage.home + "/target/build.log");
    assertThat(failed.out()).isEmpty();

    stage.environment.remove("fake_build");
    assertThat(stage.tenon("x").status()).isZero();
    assertThat(stage.builds()).isEqualTo(2);
  }

  @Test
  void missingCompiler_isTold() throws Exception {
    stage.environment.put("fake_build", "needs");
    Run run = stage.tenon("x");

    assertThat(run.status()).isEqualTo(70);
    assertThat(run.err().lines().skip(1))
        .first()
        .isEqualTo(".ci/cc: no C compiler: 'cc' is not on PATH; install one");
  }

  @Test
  void skippedModules_areTold() throws Exception {
    stage.environment.put("fake_build", "skips");

    assertThat(stage.tenon("x").err())
        .endsWith("tenon: zstream is not built: install zlib1g-dev\n");
  }

  @Test
  void interruptedBuild_endsMaven_andLeavesNoStampAndNoLock() throws Exception {
    stage.environment.put("fake_build", "hangs");
    Started started = stage.startTenon("x");
    stage.awaitNote("begin");
    started.process().destroy();
    Run run = stage.end(started);

    assertThat(run.status()).isEqualTo(143);
    assertThat(run.err()).contains("tenon: building").endsWith(" interrupted\n");
    assertThat(stage.notes()).contains("killed");
    assertThat(stage.home.resolve("target/quick.stamp")).doesNotExist();

    stage.environment.remove("fake_build");
    Run again = stage.tenon("x");
    assertThat(again.err()).doesNotContain("waiting");
    assertThat(stage.builds()).isEqualTo(2);
  }

  @Test
  void twoAtOnce_buildOnce_andBothRun() throws Exception {
    stage.environment.put("fake_build", "waits");
    Started first = stage.startTenon("first");
    stage.awaitNote("begin");
    Started second = stage.startTenon("second");
    Stage.await(() -> Stage.has(second.err(), "tenon: waiting for another build (process "));
    Stage.write(Path.of(stage.calls + ".go"), "");

    assertThat(stage.end(first).out()).endsWith("<first>\n");
    assertThat(stage.end(second).out()).endsWith("<second>\n");
    assertThat(stage.builds()).isEqualTo(1);
  }

  @Test
  void lockOfKilledBuild_isTakenOverWhenItsMavenEnds() throws Exception {
    stage.environment.put("fake_build", "waits");
    Started first = stage.startTenon("first");
    stage.awaitNote("begin");
    Stage.await(() -> Stage.has(stage.home.resolve("target/quick.lock"), "@"));
    first.process().descendants().forEach(LauncherTest::killUnlessMaven);
    first.process().destroyForcibly();
    stage.environment.remove("fake_build");
    Started second = stage.startTenon("second");
    Stage.await(() -> Stage.has(second.err(), "tenon: waiting for the Maven of an earlier build"));
    Stage.stays(() -> stage.builds() == 1);
    Stage.write(Path.of(stage.calls + ".go"), "");

    assertThat(stage.end(second).status()).isZero();
    assertThat(stage.builds()).isEqualTo(2);
  }

  private static void killUnlessMaven(ProcessHandle process) {
    if (process.info().command().orElse("").endsWith("/java")) {
      process.destroyForcibly();
    }
  }

  @Test
  void noJdkOfTheVersion_saysWhatWasLookedAtAndWhatToDo() throws Exception {
    String script = Files.readString(Stage.ROOT.resolve("tenon"));
    Stage.script(
        stage.home.resolve("tenon"), script.replaceFirst("jdk_version=\\d+", "jdk_version=999"));
    stage.environment.remove("TENON_JAVA_HOME");

    Run none = stage.tenon("x");
    assertThat(none.status()).isEqualTo(69);
    assertThat(none.err().lines()).hasSize(1);
    assertThat(none.err()).contains("no JDK 999").contains("/usr/lib/jvm").contains("install one");

    stage.environment.put("TENON_JAVA_HOME", stage.folder + "/other");
    Run wrong = stage.tenon("x");
    assertThat(wrong.status()).isEqualTo(69);
    assertThat(wrong.err()).contains("'" + stage.folder + "/other'");
  }

  @Test
  void noMaven_saysWhatToInstall() throws Exception {
    stage.environment.put("PATH", stage.folder.resolve("other").toString());

    for (String command : List.of("x", "test", "format")) {
      Run run = stage.tenon(command);
      assertThat(run.status()).isEqualTo(69);
      assertThat(run.err()).contains("tenon: no Maven").contains("install Maven");
    }
  }

  @Test
  void hostLibrary_isThatOfTheProcessorOfThisMachine() throws Exception {
    Path libraries =
        stage.home.resolve("native-ext/core/target/quick/classes/dev/tenon/nativeext/host");
    String mine = "linux-" + System.getProperty("os.arch").replace("amd64", "x86_64");

    assertThat(stage.tenon("x").out())
        .contains("<-Dtenon.host.library=" + libraries.resolve(mine) + "/libtenon_host.so>")
        .containsOnlyOnce("-Dtenon.host.library=");
  }

  @Test
  void optionsOfTheEnvironment_goToTheJvm() throws Exception {
    stage.environment.put("TENON_JAVA_OPTIONS", "-Xmx1g  -Da=*");
    Stage.write(stage.folder.resolve("-Da=b"), "");

    assertThat(stage.tenon("x").out()).contains("<-Xmx1g>\n<-Da=*>\n<-Dtenon.host.library=");
  }

  @Test
  void classPathOfTheEnvironment_isAddedToTheCommand() throws Exception {
    stage.environment.put("TENON_CLASSPATH", "one:two words");

    assertThat(stage.tenon("x").out())
        .endsWith(
            bracketed(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                stage.home + "/loader/cli/target/quick/tenon-cli.jar:one:two words",
                "dev.tenon.cli.Main",
                "x"));
  }

  @Test
  void localeC_becomesUtf8_andOthersStay() throws Exception {
    stage.tenon("x");

    assertThat(localeOf("C", "", "")).isEqualTo("C.UTF-8//");
    assertThat(localeOf("", "", "C")).isEqualTo("/C.UTF-8/C");
    assertThat(localeOf("", "POSIX", "de_DE")).isEqualTo("/C.UTF-8/de_DE");
    assertThat(localeOf("", "", "")).isEqualTo("/C.UTF-8/");
    assertThat(localeOf("de_DE.UTF-8", "C", "")).isEqualTo("de_DE.UTF-8/C/");
    assertThat(localeOf("", "", "de_DE@euro")).isEqualTo("//de_DE@euro");
  }

  private String localeOf(String all, String characters, String rest) throws Exception {
    stage.environment.put("LC_ALL", all);
    stage.environment.put("LC_CTYPE", characters);
    stage.environment.put("LANG", rest);
    return stage.tenon("--print-locale").out().strip();
  }

  @Test
  void test_passesOnArgumentsAndStatus_andNamesTheStepThatFailedLast() throws Exception {
    Run good = stage.tenon("test", "-Dx=y z");
    assertThat(good.status()).isZero();
    assertThat(good.out()).endsWith("\ntenon test: every check passed\n");
    assertThat(stage.notes()).anyMatch(line -> line.matches("begin .* verify -Dx=y z"));

    stage.environment.put("fake_build", "fails");
    Run bad = stage.tenon("test");
    assertThat(bad.status()).isEqualTo(1);
    assertThat(bad.out())
        .contains("cannot find symbol")
        .endsWith("\ntenon test: FAILED: default-compile (a:b-plugin:1:compile) of tenon-cli\n");
    assertThat(stage.home.resolve("target/test.log")).content().contains("cannot find symbol");
  }

  @Test
  void package_startsItsProgram_butForHelp() throws Exception {
    assertThat(stage.tenon("package", "a b").out())
        .endsWith(bracketed(stage.home + "/.ci/Package.java", stage.home.toString(), "a b"));
    assertThat(stage.tenon("package").out())
        .endsWith(bracketed(stage.home + "/.ci/Package.java", stage.home.toString()));
    assertThat(stage.tenon("package", "--help").out())
        .endsWith(
            bracketed(
                "-jar",
                stage.home + "/loader/cli/target/quick/tenon-cli.jar",
                "package",
                "--help"));
  }

  @Test
  void format_asksMavenForTheFormatterAlone() throws Exception {
    Run run = stage.tenon("format");

    assertThat(run.status()).isZero();
    assertThat(run.out() + run.err()).isEmpty();
    assertThat(stage.notes())
        .anyMatch(line -> line.matches("begin .*/tests/format/pom.xml .*exec:exec@format"));
  }
}
