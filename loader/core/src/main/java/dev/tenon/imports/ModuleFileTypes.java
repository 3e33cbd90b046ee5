package dev.tenon.imports;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/// The kinds of module files that are installed in this JVM.
final class ModuleFileTypes {

  private static final class Installed {
    static final List<ModuleFileType> TYPES =
        ServiceLoader.load(ModuleFileType.class, ModuleFileTypes.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(ModuleFileType::rank))
            .toList();
  }

  private ModuleFileTypes() {}

  /// All types by rank.
  static List<ModuleFileType> installed() {
    return Installed.TYPES;
  }
}
