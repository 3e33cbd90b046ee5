// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the library of a module as an import would, and loads nothing.
final class LibraryOfModule {

  private LibraryOfModule() {}

  /// The file with what the user accepts beside the module's file; null if there is none.
  static @Nullable Path acceptances(String module, List<String> path) throws IOException {
    String origin = originOf(module, path);
    if (origin == null) {
      return null;
    }
    try {
      Path file = Path.of(origin + ".isolation");
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? file : null;
    } catch (InvalidPathException _) {
      return null; // The origin is not a file.
    }
  }

  /// The real file of the library; null if the module is not found or has none.
  static @Nullable Path find(String module, List<String> path) throws IOException {
    String origin = originOf(module, path);
    boolean isLibrary = origin != null && origin.endsWith(".so") && Files.exists(Path.of(origin));
    return isLibrary ? Path.of(origin).toRealPath() : null;
  }

  private static @Nullable String originOf(String module, List<String> path) {
    try (Interpreter interpreter =
        Interpreter.builder().path(path.toArray(String[]::new)).build()) {
      ModuleSpec spec = interpreter.imports().findSpec(module);
      return spec == null ? null : spec.origin();
    }
  }
}
