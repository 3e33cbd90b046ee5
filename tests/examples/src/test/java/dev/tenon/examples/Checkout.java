// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The source tree that is tested, and what the build has made in it.
final class Checkout {

  /// Its top folder.
  static final Path ROOT = Path.of(System.getProperty("tenon.root", "")).toAbsolutePath();

  private static final Path CLI = ROOT.resolve("loader/cli/target");
  private static final Path SAMPLES = ROOT.resolve("sample-extensions");

  private Checkout() {}

  /// The command-line jar; its libraries lie beside it.
  static Path commandJar() {
    return existing(CLI.resolve("tenon-cli.jar"));
  }

  /// The folder of the jars that the command line needs.
  static Path libraries() {
    return existing(CLI.resolve("lib"));
  }

  /// The jar of the sample `counter` in Java.
  static Path counterJar() {
    List<Path> jars =
        filesIn(SAMPLES.resolve("counter/target")).stream()
            .filter(file ->
                file.getFileName()
                    .toString()
                    .matches("tenon-sample-counter-[0-9.]+(-SNAPSHOT)?\\.jar"))
            .toList();
    if (jars.size() != 1) {
      throw new AssertionError("found the counter jars %s, expected one".formatted(jars));
    }
    return jars.getFirst();
  }

  /// The folder of a sample's native modules.
  static Path modulesOf(String sample) {
    return existing(SAMPLES.resolve(sample).resolve("target/modules"));
  }

  /// Whether the modules of a sample were built. The build leaves out a sample, but for CI, if a
  /// library that it needs is missing.
  static boolean isBuilt(String sample) {
    Path modules = SAMPLES.resolve(sample).resolve("target/modules");
    return Files.isDirectory(modules) && !filesIn(modules).isEmpty();
  }

  /// The folder in which the build installed headers, CMake package and pkg-config file.
  static Path sdk() {
    return existing(ROOT.resolve("native-ext/core/target/sdk"));
  }

  /// The value that the launcher gives to the property `tenon.samples`.
  static String samplePath() {
    return filesIn(SAMPLES).stream()
        .map(sample -> sample.resolve("target/modules"))
        .filter(Files::isDirectory)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// A tool of the JDK that runs this test.
  static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  /// The entries of a folder, sorted.
  static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path place) {
    if (!Files.exists(place)) {
      throw new AssertionError(place + " is missing: run the whole build, mvn verify");
    }
    return place;
  }
}
