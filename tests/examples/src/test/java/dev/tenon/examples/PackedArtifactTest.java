// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Maven artifact that `tenon pack` has made of a module in C, and a program of somebody else
/// that depends on it and names no path.
class PackedArtifactTest {

  private static final Path CONSUMERS = Checkout.ROOT.resolve("tests/examples/src/test/consumers");
  private static final String DEPENDENCIES = "  <dependencies>\n";
  private static final String DEPENDENCY =
      """
          <dependency>
            <groupId>app</groupId>
            <artifactId>counter-natives</artifactId>
            <version>1</version>
          </dependency>
      """;
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>app</groupId>
        <artifactId>counter-natives</artifactId>
        <version>1</version>
      </project>
      """;

  @TempDir private Path folder;
  @TempDir private Path repositoryFolder;

  /// The program, with the build of the other consumer and one dependency more.
  @BeforeEach
  void copyProject() throws IOException {
    String pom = Files.readString(CONSUMERS.resolve("host/pom.xml"));
    assertThat(pom).containsOnlyOnce(DEPENDENCIES);
    Files.writeString(
        folder.resolve("pom.xml"), pom.replace(DEPENDENCIES, DEPENDENCIES + DEPENDENCY));
    Path project = CONSUMERS.resolve("packed");
    try (Stream<Path> files = Files.walk(project)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(project.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private Commands commands() {
    return new Commands(
        folder,
        Map.of(
            "PATH",
            Checkout.tool("java").getParent() + File.pathSeparator + System.getenv("PATH")));
  }

  private void run(String... command) {
    Commands.Outcome outcome = commands().run(command);
    assertThat(outcome.status()).as(outcome.output() + outcome.errors()).isZero();
  }

  /// Packs the module for this platform and puts the jar in a repository.
  private void publish(LocalRepository repository) throws IOException {
    Path group = repository.folder().resolve("app");
    Files.deleteIfExists(group); // a link to the shared repository, which is not to be written to
    Path artifact = Files.createDirectories(group.resolve("counter-natives/1"));
    run(
        Checkout.tool("java").toString(),
        "-cp",
        Checkout.commandJar().toString(),
        "dev.tenon.cli.Main",
        "pack",
        "-o",
        artifact.resolve("counter-natives-1.jar").toString(),
        "--module-name",
        "org.example.counter",
        "linux-%s=%s"
            .formatted(
                System.getProperty("os.arch").replace("amd64", "x86_64"),
                Checkout.modulesOf("counter").resolve("counter.so")));
    Files.writeString(artifact.resolve("counter-natives-1.pom"), POM);
  }

  private void build(String... options) throws IOException {
    try (LocalRepository repository = LocalRepository.in(repositoryFolder)) {
      publish(repository);
      String[] start = {"mvn", "-B", "-o", "-q", "-Dmaven.repo.local=" + repository.folder()};
      Stream<String> plugins = Stream.of(System.getProperty("tenon.plugins", "").split(" "));
      run(
          Stream.of(Stream.of(start), plugins, Stream.of(options), Stream.of("package"))
              .flatMap(part -> part)
              .toArray(String[]::new));
    }
  }

  private void assertRuns(String nativeAccess, String jar, String... program) {
    Stream<String> start =
        Stream.of(
            Checkout.tool("java").toString(),
            "--illegal-native-access=deny",
            "--enable-native-access=" + nativeAccess);
    Commands.Outcome ran =
        commands().run(Stream.concat(start, Stream.of(program)).toArray(String[]::new));

    assertThat(ran.errors()).isEmpty();
    assertThat(ran.output())
        .startsWith("40 41\n")
        .contains(jar + "!/META-INF/tenon/linux-")
        .endsWith("/counter.so\n");
    assertThat(ran.status()).isZero();
  }

  @Test
  void artifact_onTheClassPath_isFound() throws IOException {
    Files.delete(folder.resolve("src/main/java/module-info.java"));
    build();

    assertRuns(
        "ALL-UNNAMED",
        "target/lib/counter-natives-1.jar",
        "-cp",
        "target/host.jar:target/lib/*",
        "app.Host");
  }

  @Test
  void artifact_onTheModulePath_isFound() throws IOException {
    build();

    assertRuns(
        "dev.tenon.nativeext,dev.tenon.nativeext.ffm",
        "target/lib/counter-natives-1.jar",
        "-p",
        "target/host.jar:target/lib",
        "-m",
        "app.host/app.Host");
  }

  @Test
  void artifact_inOneJarWithTheProgram_isFound() throws IOException {
    Files.delete(folder.resolve("src/main/java/module-info.java"));
    build("-Puber");

    assertRuns("ALL-UNNAMED", "target/host.jar", "-cp", "target/host.jar", "app.Host");
  }
}
