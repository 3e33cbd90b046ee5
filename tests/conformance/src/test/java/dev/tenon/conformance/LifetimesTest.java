// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Goes through the rows of `docs/lifetimes.md`. They run in a child process, which a mistake may
/// end: [LifetimesProgram].
class LifetimesTest {

  private static final Pattern ROW = Pattern.compile("^\\| (LIFE-\\d\\d) \\|");
  private static final Pattern RESULT = Pattern.compile("^(LIFE-\\d\\d) (.*)$");
  private static final int MOST_SECONDS = 300;

  @TempDir private Path folder;

  @Test
  void rowsOfTheGuide_areThoseOfThePrograms() throws IOException {
    Path guide = Path.of(System.getProperty("tenon.root", "../..")).resolve("docs/lifetimes.md");
    Set<String> listed = new TreeSet<>();
    for (String line : Files.readAllLines(guide)) {
      Matcher row = ROW.matcher(line);
      if (row.find()) {
        listed.add(row.group(1));
      }
    }

    assertThat(LifetimesProgram.rows().keySet()).containsExactlyElementsOf(listed);
  }

  @TestFactory
  Stream<DynamicTest> rows() throws Exception {
    Run run = run("rows");
    Map<String, String> results = new TreeMap<>();
    for (String line : run.lines()) {
      Matcher result = RESULT.matcher(line);
      if (result.find()) {
        results.put(result.group(1), result.group(2));
      }
    }
    return LifetimesProgram.rows().keySet().stream()
        .map(id ->
            DynamicTest.dynamicTest(
                id, () -> assertThat(results.get(id)).as("%s in %s", id, run).isEqualTo("holds")));
  }

  @Test
  void processThatEnds_whileAllIsInUse_endsNormally() throws Exception {
    Run run = run("exit");

    assertThat(run.status()).as("%s", run).isZero();
    assertThat(run.lines()).contains("ends");
  }

  /// What a child process did.
  private record Run(int status, List<String> lines) {}

  private Run run(String what) throws IOException, InterruptedException {
    Path output = folder.resolve(what);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xss1m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                classPath(),
                LifetimesProgram.class.getName(),
                what,
                NativeWorld.FIXTURES.toString(),
                Files.createDirectory(folder.resolve(what + ".d")).toString()));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!child.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly().waitFor();
    }
    return new Run(child.exitValue(), Files.readAllLines(output));
  }

  /// What these tests see, the module path of the surefire JVM included.
  private static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    String classes = System.getProperty("surefire.test.class.path", "");
    String own = System.getProperty("java.class.path", "");
    return Stream.of(classes, own, modules)
        .filter(path -> !path.isEmpty())
        .reduce((one, other) -> one + System.getProperty("path.separator") + other)
        .orElse("");
  }
}
