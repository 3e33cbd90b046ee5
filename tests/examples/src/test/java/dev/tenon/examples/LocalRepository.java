// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A repository for a Maven without a network: links to all that this build has at hand, and the
/// artifacts of Tenon as this build has made them, as if they had just been installed.
final class LocalRepository implements AutoCloseable {

  private static final Path SHARED = Path.of(System.getProperty("tenon.repository", ""));

  /// The artifacts with the folders of their projects.
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "tenon-core", "loader/core",
          "tenon-native", "native-ext/core",
          "tenon-native-ffm", "native-ext/ffm");

  /// What their projects inherit from, by the folder.
  private static final Map<String, String> PARENTS =
      Map.of(
          "tenon", "",
          "tenon-bom", "loader/bom",
          "tenon-loader", "loader",
          "tenon-published", "loader/published",
          "tenon-native-ext", "native-ext");

  private final Path folder;

  private LocalRepository(Path folder) {
    this.folder = folder;
  }

  /// Sets it up in an empty folder.
  static LocalRepository in(Path folder) throws IOException {
    LocalRepository repository = new LocalRepository(folder);
    link(SHARED, folder, "dev");
    link(SHARED.resolve("dev"), folder.resolve("dev"), "tenon");
    for (Map.Entry<String, String> artifact : ARTIFACTS.entrySet()) {
      String name = artifact.getKey();
      Path jar = jarOf(name);
      String file = jar.getFileName().toString();
      String version = file.substring(name.length() + 1, file.length() - ".jar".length());
      repository.installPom(name, version, artifact.getValue());
      repository.install(name, version, ".jar", jar);
      for (Map.Entry<String, String> parent : PARENTS.entrySet()) {
        if (!Files.exists(repository.place(parent.getKey(), version, ".pom"))) {
          repository.installPom(parent.getKey(), version, parent.getValue());
        }
      }
    }
    return repository;
  }

  private void installPom(String artifact, String version, String project) throws IOException {
    install(artifact, version, ".pom", Checkout.ROOT.resolve(project).resolve("pom.xml"));
  }

  Path folder() {
    return folder;
  }

  private static Path jarOf(String artifact) {
    return Checkout.filesIn(Checkout.libraries()).stream()
        .filter(file -> file.getFileName().toString().matches(artifact + "-\\d.*\\.jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no jar of " + artifact));
  }

  private static void link(Path from, Path to, String omitted) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    for (Path entry : Checkout.filesIn(from)) {
      Path name = entry.getFileName();
      if (!name.toString().equals(omitted)) {
        Files.createSymbolicLink(to.resolve(name), entry);
      }
    }
  }

  private void install(String artifact, String version, String suffix, Path file)
      throws IOException {
    Path place = place(artifact, version, suffix);
    Files.createDirectories(place.getParent());
    Files.copy(file, place);
  }

  private Path place(String artifact, String version, String suffix) {
    return folder
        .resolve("dev/tenon")
        .resolve(artifact)
        .resolve(version)
        .resolve(artifact + "-" + version + suffix);
  }

  /// Takes away the links, before the folder is deleted.
  @Override
  public void close() {
    try {
      for (Path place : new Path[] {folder, folder.resolve("dev")}) {
        for (Path entry : Checkout.filesIn(place)) {
          if (Files.isSymbolicLink(entry)) {
            Files.delete(entry);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
