// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes in which native modules cannot be used as they are elsewhere: the JVM denies native
/// access, or the directory for temporary files does not allow executing.
final class NativeAccessTest {

  private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ffm", "jnr"})
  void deniedAccess_namesTheOption(String backend) {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of("--illegal-native-access=deny"), ImportingProgram.class, backend, "limits");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains(
            "dev.tenon.error.ImportException: native modules cannot be used: the JVM denies native"
                + " access",
            "start Java with --enable-native-access=ALL-UNNAMED")
        .contains("a second import: dev.tenon.error.ImportException: native modules cannot be used")
        .doesNotContain("NoClassDefFoundError", "ExceptionInInitializerError");
  }

  /// Runs a JVM in a mount namespace of its own, in which a directory does not allow executing.
  private ChildJvm.Result runWithNoexec(List<String> options, String... arguments)
      throws IOException {
    Path noexec = Files.createDirectory(folder.resolve("noexec"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o noexec tmpfs \"$0\" && exec \"$@\"",
                noexec.toString()));
    assumeTrue(
        ChildJvm.run(List.of("unshare", "-rm", "true")).status() == 0,
        "mount namespaces are not permitted here");
    List<String> all = new ArrayList<>(List.of(ALLOWED));
    options.forEach(option -> all.add(option.replace("NOEXEC", noexec.toString())));
    command.addAll(ChildJvm.command(all, ImportingProgram.class, arguments));
    return ChildJvm.run(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffm", "jnr"})
  void temporaryDirectory_mountedNoexec_isPassedOver(String backend) throws IOException {
    ChildJvm.Result result =
        runWithNoexec(List.of("-Djava.io.tmpdir=NOEXEC"), backend, "limits", "private:limits");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("limits: 7", "private:limits: 7");
  }

  @Test
  void namedDirectory_mountedNoexec_isNamedWithTheProperty() throws IOException {
    ChildJvm.Result result =
        runWithNoexec(List.of("-Dtenon.native.folder=NOEXEC"), "ffm", "limits");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains(
            "limits: dev.tenon.error.ImportException: native modules cannot be used",
            folder.resolve("noexec") + " (mounted noexec)",
            "set the system property tenon.native.folder to one");
  }
}
