// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.FileNotFoundError;
import dev.tenon.error.kind.PermissionError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.ImportSystem;
import dev.tenon.input.ArchivePlace;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.PathEntryFinder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what is to be run at a path: a file of an installed type, or the `__main__` module of a
/// folder or archive.
final class RunnablePath {

  private static final String MAIN = "__main__";

  private final Interpreter interpreter;

  RunnablePath(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// What is at a path.
  ///
  /// @param spec the module; that of a file is named after the file
  /// @param isEntry whether the path is a folder or archive, which submodules are searched in
  record Place(ModuleSpec spec, boolean isEntry) {}

  /// Finds what is to be run.
  ///
  /// @throws FileNotFoundError if there is nothing at the path
  /// @throws PermissionError if it cannot be read
  /// @throws ImportException if it holds nothing that can be run
  Place find(String path) {
    Path file = existing(path);
    PathEntryFinder finder = entryFinder(path);
    return finder == null
        ? new Place(specOfFile(null, file, path), false)
        : new Place(findMain(finder, path), true);
  }

  private static Path existing(String path) {
    Path file;
    try {
      file = ArchivePlace.of(path).file();
    } catch (InvalidPathException e) {
      throw new ValueError(
          "cannot run %s: it is no path: %s".formatted(Escapes.quoted(path), e.getReason()), e);
    }
    if (Files.notExists(file)) {
      throw new FileNotFoundError(
          "can't open file %s: [Errno 2] No such file or directory%s"
              .formatted(Escapes.quoted(path), moduleOfLibrary(path)));
    }
    if (!Files.isReadable(file)) {
      throw new PermissionError(
          "can't open file %s: [Errno 13] Permission denied".formatted(Escapes.quoted(path)));
    }
    return file;
  }

  /// What to type for a path that is meant as a module of a library.
  private static String moduleOfLibrary(String path) {
    return path.matches(".+:[\\p{L}_][\\p{L}\\p{N}_.]*")
        ? "; to run a module of a library, type -m %s".formatted(Escapes.quoted(path))
        : "";
  }

  private @Nullable PathEntryFinder entryFinder(String path) {
    for (Function<String, @Nullable PathEntryFinder> hook : interpreter.imports().pathHooks()) {
      PathEntryFinder finder = hook.apply(path);
      if (finder != null) {
        return finder;
      }
    }
    return null;
  }

  private static ModuleSpec findMain(PathEntryFinder finder, String path) {
    ModuleSpec spec = finder.findSpec(MAIN, null);
    if (spec == null || spec.loader() == null) {
      throw new ImportException(
          "can't find '__main__' module in %s: %s"
              .formatted(Escapes.quoted(path), finder.explainMiss(MAIN)),
          MAIN,
          path,
          Phase.FIND);
    }
    return spec;
  }

  private static ModuleSpec specOfFile(@Nullable String module, Path file, String path) {
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.indexOf('.');
    String name = module != null ? module : dot > 0 ? fileName.substring(0, dot) : fileName;
    ModuleSpec spec = ImportSystem.specFromFile(name, file.toAbsolutePath().normalize(), null);
    if (spec == null) {
      throw new ImportException(
          ("cannot run %s: no installed type of module files has such names; expected a script,"
                  + " an extension library, or a folder or archive with a __main__ module")
              .formatted(Escapes.quoted(path)),
          name,
          path,
          Phase.FIND);
    }
    return spec;
  }

  /// The spec of one of the modules that a library holds.
  ///
  /// @param library the path of a file, folder or archive, or the full name of another module in it
  /// @param module the full name of the module
  /// @throws ImportException if the library is not found or does not hold the module
  ModuleSpec findInLibrary(String library, String module) {
    String place = library.indexOf('/') >= 0 || isFile(library) ? library : locationOf(library);
    Path file = existing(place);
    PathEntryFinder finder = entryFinder(place);
    if (finder == null) {
      return specOfFile(module, file, place);
    }
    ModuleSpec spec = finder.findSpec(module, null);
    if (spec == null || spec.loader() == null) {
      throw new ModuleNotFoundException(
          "No module named %s in %s: %s"
              .formatted(Escapes.quoted(module), Escapes.quoted(place), finder.explainMiss(module)),
          module);
    }
    return spec;
  }

  private static boolean isFile(String library) {
    try {
      return Files.isRegularFile(Path.of(library));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private String locationOf(String library) {
    ModuleSpec spec = interpreter.imports().findSpecOrThrow(library);
    String origin = spec.origin();
    if (!spec.hasLocation() || origin == null) {
      throw new ImportException(
          "cannot look for modules beside %s: it comes from no file"
              .formatted(Escapes.quoted(library)),
          library);
    }
    return origin;
  }
}
