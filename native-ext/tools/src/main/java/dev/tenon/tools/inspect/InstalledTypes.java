// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.inspect;

import dev.tenon.imports.path.Platform;
import dev.tenon.search.ModuleFileType;
import java.util.Comparator;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/// The types of module files that are installed.
final class InstalledTypes {

  private InstalledTypes() {}

  /// The type of the libraries of this platform, which reads those of others, too; empty if native
  /// modules are not installed.
  static Optional<ModuleFileType> findOfLibraries() {
    String name = "any" + Platform.current().suffix();
    return find(type -> type.mayHoldSeveral(name));
  }

  /// The type that takes a file by its suffix; the name before it may be another where a library
  /// holds several modules.
  ///
  /// @param tail the last part of the name of the module that the file is named after
  static Optional<ModuleFileType> find(String fileName, String tail) {
    return find(type -> type.fileNames(tail).contains(fileName) || type.mayHoldSeveral(fileName));
  }

  private static Optional<ModuleFileType> find(Predicate<ModuleFileType> condition) {
    return ServiceLoader.load(ModuleFileType.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(ModuleFileType::rank))
        .filter(condition)
        .findFirst();
  }
}
