package dev.tenon.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A repository for a Maven without a network: links to all that this build has at hand, and the
/// artifacts of Tenon as this build has made them, as if they had just been installed.
final class LocalRepository implements AutoCloseable {

  private static final Path SHARED = Path.of(System.getProperty("tenon.repository", ""));
  private static final String CORE = "tenon-core";

  private final Path folder;

  private LocalRepository(Path folder) {
    this.folder = folder;
  }

  /// Sets it up in an empty folder.
  static LocalRepository in(Path folder) throws IOException {
    LocalRepository repository = new LocalRepository(folder);
    link(SHARED, folder, "dev");
    link(SHARED.resolve("dev"), folder.resolve("dev"), "tenon");
    Path jar = coreJar();
    String file = jar.getFileName().toString();
    String version = file.substring(CORE.length() + 1, file.length() - ".jar".length());
    repository.install("tenon", version, ".pom", Checkout.ROOT.resolve("pom.xml"));
    repository.install(CORE, version, ".pom", Checkout.ROOT.resolve("loader/core/pom.xml"));
    repository.install(CORE, version, ".jar", jar);
    return repository;
  }

  Path folder() {
    return folder;
  }

  private static Path coreJar() {
    return Checkout.filesIn(Checkout.libraries()).stream()
        .filter(file -> file.getFileName().toString().startsWith(CORE + "-"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no jar of " + CORE));
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
    Path place = folder.resolve("dev/tenon").resolve(artifact).resolve(version);
    Files.createDirectories(place);
    Files.copy(file, place.resolve(artifact + "-" + version + suffix));
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
