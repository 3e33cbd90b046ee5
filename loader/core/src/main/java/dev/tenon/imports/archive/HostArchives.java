// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.imports.path.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The native modules that the host program has on its own class path or module path, as path
/// entries. They are searched after those of an interpreter.
public final class HostArchives {

  private static final String JAR = "jar:";
  private static final String FILE = "file:";

  /// How class loaders of Spring Boot name an archive on disk.
  private static final String NESTED = "nested:";

  private static final class Found {
    static final List<String> ENTRIES = entriesOf(HostArchives.class.getClassLoader());
  }

  private HostArchives() {}

  /// The entries, which stay the same as long as the process runs.
  public static List<String> entries() {
    return Found.ENTRIES;
  }

  /// The entries for the archives and folders that a class loader reads.
  static List<String> entriesOf(ClassLoader loader) {
    LinkedHashSet<String> entries = new LinkedHashSet<>();
    try {
      for (URL url : Collections.list(loader.getResources(PlatformFolders.ALL))) {
        entry(url.toExternalForm()).ifPresent(entries::add);
      }
    } catch (IOException _) {
      return List.of(); // classes cannot be loaded by it either
    }
    return List.copyOf(new ArrayList<>(entries));
  }

  /// The path entry for the place of a folder; empty for one that no finder can read.
  ///
  /// @param url `jar:file:/srv/a.jar!/META-INF/tenon/`, an archive within another one as class
  ///   loaders of the JDK or Spring Boot write it, or a folder on disk
  static Optional<String> entry(String url) {
    String place = url.startsWith(JAR) ? url.substring(JAR.length()) : url;
    boolean isNested = place.startsWith(NESTED);
    if (!isNested && !place.startsWith(FILE)) {
      return Optional.empty();
    }
    try {
      String path = new URI(isNested ? FILE + place.substring(NESTED.length()) : place).getPath();
      if (path == null) {
        return Optional.empty();
      }
      String entry = isNested ? path.replaceFirst("/!", "!/") : path;
      entry = entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry;
      return url.startsWith(JAR) ? Optional.of(entry) : folder(Path.of(entry));
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> folder(Path all) {
    Path folder = all.resolve(Platform.current().name());
    return Files.isDirectory(folder) ? Optional.of(folder.toString()) : Optional.empty();
  }
}
