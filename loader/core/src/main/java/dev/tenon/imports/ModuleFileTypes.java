package dev.tenon.imports;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// The kinds of module files that are installed in this JVM.
final class ModuleFileTypes {

  private static final class Installed {
    static final List<ModuleFileType> TYPES =
        InstalledServices.all(
                ServiceLoader.load(ModuleFileType.class, ModuleFileTypes.class.getClassLoader()),
                ModuleFileType.class,
                ModuleFileTypes.class.getClassLoader(),
                List.of("dev.tenon.nativeext.NativeFileType", "dev.tenon.cdef.CdefFileType"))
            .stream()
            .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
            .toList();
    static final List<ModuleFileType> IN_ARCHIVES =
        TYPES.stream().filter(ModuleFileType::readsArchives).toList();
  }

  private ModuleFileTypes() {}

  /// All types by rank.
  static List<ModuleFileType> installed() {
    return Installed.TYPES;
  }

  /// The types that can be loaded from within an archive, by rank.
  static List<ModuleFileType> inArchives() {
    return Installed.IN_ARCHIVES;
  }

  /// The type of a file and the last part of the name of its module.
  record Match(ModuleFileType type, String tail) {}

  /// The type that a file belongs to by its name.
  static Optional<Match> match(List<ModuleFileType> types, String fileName) {
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
}
