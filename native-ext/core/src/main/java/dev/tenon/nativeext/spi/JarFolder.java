// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A folder of jars beside the jar of a class: what few programs need lies there, off the class
/// path, and is loaded when it is asked for.
public final class JarFolder {

  private JarFolder() {}

  /// A class loader for the jars; empty if there are none.
  ///
  /// @param type the class beside whose jar the folder lies; its class loader is the parent
  /// @throws IOException if the folder cannot be read
  public static Optional<ClassLoader> loader(Class<?> type, String folder) throws IOException {
    Optional<Path> place = beside(type, folder);
    List<URL> jars = place.isPresent() ? jars(place.get()) : List.of();
    return jars.isEmpty()
        ? Optional.empty()
        : Optional.of(new URLClassLoader(jars.toArray(URL[]::new), type.getClassLoader()));
  }

  private static Optional<Path> beside(Class<?> type, String folder) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()).resolveSibling(folder))
          .filter(Files::isDirectory);
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<URL> jars(Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path file : files) {
        jars.add(url(file));
      }
    }
    return jars;
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
