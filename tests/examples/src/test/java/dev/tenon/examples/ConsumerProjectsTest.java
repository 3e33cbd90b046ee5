// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program of somebody else that takes Tenon from a Maven repository, in each way to put a
/// program together.
class ConsumerProjectsTest {

  private static final Path PROJECT =
      Checkout.ROOT.resolve("tests/examples/src/test/consumers/host");
  private static final String SAYS = "40 41\nhello host\n";

  @TempDir private Path folder;
  @TempDir private Path repositoryFolder;

  private void copyProject() throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(PROJECT.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private void build(String... options) throws IOException {
    try (LocalRepository repository = LocalRepository.in(repositoryFolder)) {
      String[] start = {"mvn", "-B", "-o", "-q", "-Dmaven.repo.local=" + repository.folder()};
      Stream<String> command =
          Stream.of(Stream.of(start), pluginVersions(), Stream.of(options), Stream.of("package"))
              .flatMap(part -> part);
      Commands.Outcome built = commands().run(command.toArray(String[]::new));
      assertThat(built.status()).as(built.output() + built.errors()).isZero();
    }
  }

  /// The versions of plug-ins that the build of Tenon has fetched.
  private static Stream<String> pluginVersions() {
    return Stream.of(System.getProperty("tenon.plugins", "").split(" "));
  }

  private Commands commands() {
    return new Commands(
        folder,
        Map.of(
            "PATH",
            Checkout.tool("java").getParent() + File.pathSeparator + System.getenv("PATH")));
  }

  private void assertRuns(String nativeAccess, String... program) {
    Stream<String> start =
        Stream.of(
            Checkout.tool("java").toString(),
            "--illegal-native-access=deny",
            "--enable-native-access=" + nativeAccess);
    Stream<String> end = Stream.of(Checkout.modulesOf("counter").toString());
    Commands.Outcome ran =
        commands()
            .run(
                Stream.of(start, Stream.of(program), end)
                    .flatMap(part -> part)
                    .toArray(String[]::new));

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.output()).isEqualTo(SAYS);
    assertThat(ran.status()).isZero();
  }

  @Test
  void program_onTheClassPath_findsItsModules() throws IOException {
    copyProject();
    Files.delete(folder.resolve("src/main/java/module-info.java"));
    build();

    assertRuns("ALL-UNNAMED", "-cp", "target/host.jar:target/lib/*", "app.Host");
  }

  @Test
  void program_onTheModulePath_findsItsModules() throws IOException {
    copyProject();
    build();

    assertRuns(
        "dev.tenon.nativeext,dev.tenon.nativeext.ffm",
        "-p",
        "target/host.jar:target/lib",
        "-m",
        "app.host/app.Host");
  }

  @Test
  void program_inOneJar_findsItsModules() throws IOException {
    copyProject();
    Files.delete(folder.resolve("src/main/java/module-info.java"));
    build("-Puber");

    assertRuns("ALL-UNNAMED", "-cp", "target/host.jar", "app.Host");
  }
}
