// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ColorChoice;
import dev.tenon.cli.terminal.StandardOutput;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.Terminals;
import dev.tenon.tools.Finding.State;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tenon doctor` on machines that lack something.
class DoctorTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private Surroundings surroundings(Map<String, String> variables) {
    return new Surroundings(
        folder,
        variables,
        null,
        InputStream.nullInputStream(),
        new StandardOutput(new BufferedOutputStream(output)),
        new PrintStream(errors, true, UTF_8),
        new Terminals(false, false, false),
        ColorChoice.AUTO);
  }

  private Finding find(String name, Map<String, String> variables) {
    return new Doctor(surroundings(variables), folder)
        .run().stream().filter(finding -> finding.name().equals(name)).findFirst().orElseThrow();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path program(String name, String script) throws IOException {
    write("bin/" + name, "#!/bin/sh\n" + script + "\n");
    Path file = folder.resolve("bin").resolve(name);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  @Test
  void compiler_notOnPath_isMissingWithWhatToInstall() {
    Finding compiler = find("C compiler", Map.of("PATH", folder.toString()));

    assertThat(compiler.state()).isEqualTo(State.MISSING);
    assertThat(compiler.required()).isFalse();
    assertThat(compiler.found()).isEqualTo("'cc' is not on PATH");
    assertThat(compiler.advice()).contains("apt-get install gcc libc6-dev", "CC");
    assertThat(compiler.text())
        .startsWith("missing  C compiler: 'cc' is not on PATH\n")
        .contains("\n         needed for: building modules in C", "\n         to do: install one");
  }

  @Test
  void compiler_thatCompilesNothing_isMissingWithItsComplaint() throws IOException {
    program("cc", "echo 'probe.c:1:10: fatal error: stdio.h: No such file' >&2; exit 1");

    Finding compiler = find("C compiler", Map.of("PATH", folder.resolve("bin").toString()));

    assertThat(compiler.state()).isEqualTo(State.MISSING);
    assertThat(compiler.found())
        .endsWith("does not compile: probe.c:1:10: fatal error: stdio.h: No such file");
  }

  @Test
  void compiler_namedByTheVariable_isTheOneThatIsTried() throws IOException {
    Path mine = program("mine", "[ \"$1\" = -m64 ] || exit 1");

    Finding compiler =
        find("C compiler", Map.of("PATH", mine.getParent().toString(), "CC", "mine -m64"));

    assertThat(compiler.state()).isEqualTo(State.OK);
    assertThat(compiler.found()).isEqualTo(mine.toString());
  }

  @Test
  void filesInMemory_refusedByTheKernel_areMissing() throws IOException {
    write("proc/sys/vm/memfd_noexec", "2\n");
    assertThat(find("executable files in memory", Map.of()).state()).isEqualTo(State.MISSING);

    write("proc/sys/vm/memfd_noexec", "1\n");
    assertThat(find("executable files in memory", Map.of()).state()).isEqualTo(State.OK);
  }

  @Test
  void landlock_isReadFromTheKernelsList() throws IOException {
    assertThat(find("Landlock", Map.of()).state()).isEqualTo(State.UNKNOWN);

    write("sys/kernel/security/lsm", "capability,landlock,yama");
    assertThat(find("Landlock", Map.of()).state()).isEqualTo(State.OK);

    write("sys/kernel/security/lsm", "capability,landlocked");
    assertThat(find("Landlock", Map.of()).state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void jdk_isTheOneThatRunsThis() {
    Finding jdk = find("JDK", Map.of());

    assertThat(jdk.state()).isEqualTo(State.OK);
    assertThat(jdk.found()).isEqualTo(System.getProperty("java.home"));
  }

  @Test
  void jdk_thatIsTooOld_isNotTaken() throws IOException {
    String own = System.getProperty("java.home");
    program("javac", "exit 0");
    write("release", "JAVA_VERSION=\"17.0.15\"\n");
    try {
      System.setProperty("java.home", "/nowhere");
      Map<String, String> variables = Map.of("JAVA_HOME", folder.toString());
      assertThat(find("JDK", variables).state()).isEqualTo(State.MISSING);

      write("release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"26\"\n");
      assertThat(find("JDK", variables).state()).isEqualTo(State.OK);
    } finally {
      System.setProperty("java.home", own);
    }
  }

  @Test
  void machine_withoutSomethingRequired_isNotReady() {
    Finding missing = Finding.missing("a", "b", "c", "d");

    assertThat(Doctor.isReady(List.of(missing))).isTrue();
    assertThat(Doctor.isReady(List.of(missing.asRequired()))).isFalse();
    assertThat(Doctor.isReady(List.of(Finding.unknown("a", "b", "c").asRequired()))).isTrue();
  }

  @Test
  void command_hereAndNow_printsOneFindingAfterTheOther() {
    int status = new Main(surroundings(Map.of("PATH", folder.toString()))).run("doctor");

    assertThat(errors.toString(UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(output.toString(UTF_8))
        .startsWith("ok       Java: 25")
        .contains(
            "ok       native access: ",
            "ok       host library: ",
            "ok       JDK: ",
            "missing  make: ");
  }

  @Test
  void command_json_isAListOfObjects() {
    assertThat(new Main(surroundings(Map.of())).run("doctor", "--json")).isZero();
    assertThat(output.toString(UTF_8))
        .startsWith("[\n  {\n    \"name\": \"Java\",\n    \"purpose\": ")
        .endsWith("]\n");
  }
}
