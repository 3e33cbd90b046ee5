package dev.tenon.cdef;

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
import java.util.ServiceLoader;

/// Finds the parser: on the class path, else in the folder `parser` beside this artifact's jar.
/// From there it gets a class loader of its own, since what it needs can be no Java modules.
final class Parsers {

  private static final String FOLDER = "parser";

  private Parsers() {}

  /// The installed implementation of a service of the parser.
  static <T> Optional<T> find(ServiceLoader<T> onPath, Class<T> service) throws IOException {
    Optional<T> found = onPath.findFirst();
    return found.isPresent() ? found : beside(service);
  }

  private static <T> Optional<T> beside(Class<T> service) throws IOException {
    URL[] jars = jars();
    return jars.length == 0
        ? Optional.empty()
        : ServiceLoader.load(service, new URLClassLoader(jars, Parsers.class.getClassLoader()))
            .findFirst();
  }

  private static URL[] jars() throws IOException {
    Optional<Path> folder = folder();
    List<URL> jars = new ArrayList<>();
    if (folder.isPresent() && Files.isDirectory(folder.get())) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.get(), "*.jar")) {
        for (Path file : files) {
          jars.add(url(file));
        }
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }

  private static Optional<Path> folder() {
    CodeSource source = Parsers.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()).resolveSibling(FOLDER));
    } catch (URISyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
