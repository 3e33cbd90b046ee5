// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.nativeext.spi.JarFolder;
import dev.tenon.spi.Parts;
import java.io.IOException;
import java.util.Optional;
import java.util.ServiceLoader;

/// Finds the parser: on the class path, else in the folder `parser` beside this artifact's jar.
/// From there it gets a class loader of its own, since what it needs can be no Java modules.
public final class Parsers {

  private static final String FOLDER = "parser";

  private Parsers() {}

  /// The installed implementation of a service of the parser.
  public static <T> Optional<T> find(ServiceLoader<T> onPath, Class<T> service) throws IOException {
    Parts.admit(Parsers.class.getClassLoader());
    Optional<T> found = onPath.findFirst();
    return found.isPresent()
        ? found
        : JarFolder.loader(Parsers.class, FOLDER)
            .flatMap(loader -> {
              Parts.admit(loader);
              return ServiceLoader.load(service, loader).findFirst();
            });
  }
}
