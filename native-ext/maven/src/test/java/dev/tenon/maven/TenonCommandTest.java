// SPDX-License-Identifier: Apache-2.0
package dev.tenon.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the command as the goals do.
class TenonCommandTest {

  @TempDir private Path folder;
  private final List<String> infos = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private TenonCommand command;

  @BeforeEach
  void makeCommand() throws MojoExecutionException, IOException {
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    Jdk jdk = Jdk.of(Path.of(System.getProperty("java.home")));
    command = new TenonCommand(jdk, classPath, folder, new RecordingLog());
    writeSource("");
  }

  private void writeSource(String more) throws IOException {
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(
        folder.resolve("src/one.c"),
        "#include <tenon.h>\nTENON_MODULE(one, TN_DOC(\"A module.\"));\n" + more);
  }

  private final class RecordingLog extends SystemStreamLog {
    @Override
    public void info(CharSequence line) {
      infos.add(line.toString());
    }

    @Override
    public void warn(CharSequence line) {
      warnings.add(line.toString());
    }
  }

  @Test
  void command_thatSucceeds_logsItsOutput() throws Exception {
    command.run(List.of("compile", "src"));

    assertThat(infos).singleElement().asString().startsWith("compiled one: ");
    assertThat(warnings).isEmpty();
  }

  @Test
  void command_withWarnings_logsThem() throws Exception {
    writeSource("static int unused;\n");

    command.run(List.of("compile", "src"));

    assertThat(warnings).anyMatch(line -> line.contains("src/one.c:3:12: warning:"));
  }

  @Test
  void command_thatFails_failsTheBuildWithItsMessages() throws IOException {
    writeSource("int one(void) { return twwo; }\n");

    assertThatExceptionOfType(MojoFailureException.class)
        .isThrownBy(() -> command.run(List.of("compile", "src")))
        .withMessageContainingAll("src/one.c:3:", "twwo", "cannot compile the module one")
        .withMessageNotContaining("tenon: ");
  }

  @Test
  void command_withAWrongCommandLine_isAMistakeOfTheConfiguration() {
    assertThatExceptionOfType(MojoExecutionException.class)
        .isThrownBy(() -> command.run(List.of("compile", "--target", "linux-vax=cc", "src")))
        .withMessageStartingWith("unknown platform 'linux-vax'");
  }

  @Test
  void command_withoutJava_namesTheProgram() {
    TenonCommand broken = new TenonCommand(new Jdk(folder), List.of(), folder, new RecordingLog());

    assertThatExceptionOfType(MojoExecutionException.class)
        .isThrownBy(() -> broken.run(List.of("compile", "src")))
        .withMessageContainingAll("cannot run", folder.resolve("bin/java").toString());
  }
}
