// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.module.Loader;
import dev.tenon.pins.PinnedFileType;
import dev.tenon.pins.Pins;
import dev.tenon.search.ModuleFileType;
import dev.tenon.spi.ModuleOwner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The kinds of module files that are installed in this JVM.
public final class ModuleFileTypes {

  private static final class Installed {
    static final List<ModuleFileType> TYPES =
        InstalledServices.all(
                ServiceLoader.load(ModuleFileType.class, ModuleFileTypes.class.getClassLoader()),
                ModuleFileType.class,
                ModuleFileTypes.class.getClassLoader(),
                List.of("dev.tenon.nativeext.NativeFileType", "dev.tenon.cdef.load.CdefFileType"))
            .stream()
            .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
            .toList();
    static final List<ModuleFileType> IN_ARCHIVES =
        TYPES.stream().filter(ModuleFileType::readsArchives).toList();
  }

  private ModuleFileTypes() {}

  /// All types by rank.
  public static List<ModuleFileType> installed() {
    return Installed.TYPES;
  }

  /// The types that can be loaded from within an archive, by rank.
  public static List<ModuleFileType> inArchives() {
    return Installed.IN_ARCHIVES;
  }

  /// The type of a file and the last part of the name of its module.
  public record Match(ModuleFileType type, String tail) {}

  /// The type that a file belongs to by its name.
  public static Optional<Match> match(List<ModuleFileType> types, String fileName) {
    return types.stream().flatMap(type -> tail(type, fileName).stream()).findFirst();
  }

  private static Optional<Match> tail(ModuleFileType type, String fileName) {
    for (int dot = fileName.indexOf('.'); dot > 0; dot = fileName.indexOf('.', dot + 1)) {
      String tail = fileName.substring(0, dot);
      if (type.fileNames(tail).contains(fileName)) {
        return Optional.of(new Match(type, tail));
      }
    }
    return Optional.empty();
  }

  /// The loader of a type for a file.
  ///
  /// @throws ExtensionLoadException if the interpreter has pins and the type does not know of them
  public static Loader loaderFor(ModuleFileType type, String name, Path file) {
    Pins pins = type instanceof PinnedFileType ? null : ModuleOwner.currentPins();
    if (pins != null) {
      throw new ExtensionLoadException(
          name,
          file.toString(),
          Phase.FIND,
          pins.unverifiable(
                  "a file of the type %s, which does not have the bytes verified that it reads"
                      .formatted(Escapes.quoted(type.getClass().getName())),
                  "take the file off the path, or do not pin")
              .diagnosis());
    }
    return type.loaderFor(name, file);
  }

  /// Whether a file is the own file of a package.
  public static boolean isInit(@Nullable Path file) {
    return file != null
        && match(installed(), String.valueOf(file.getFileName()))
            .filter(match -> match.tail().equals("__init__"))
            .isPresent();
  }
}
