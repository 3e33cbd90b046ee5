package dev.tenon.isolation;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the library of a module as an import would, and loads nothing.
final class LibraryOfModule {

  private LibraryOfModule() {}

  /// The real file of the library; null if the module is not found or has none.
  static @Nullable Path find(String module, List<String> path) throws IOException {
    try (Interpreter interpreter =
        Interpreter.builder().path(path.toArray(String[]::new)).build()) {
      ModuleSpec spec = interpreter.imports().findSpec(module);
      String origin = spec == null ? null : spec.origin();
      boolean isLibrary = origin != null && origin.endsWith(".so") && Files.exists(Path.of(origin));
      return isLibrary ? Path.of(origin).toRealPath() : null;
    }
  }
}
