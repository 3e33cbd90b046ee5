// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.imports.name.ModuleNames;
import dev.tenon.imports.path.ModuleFileTypes;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the descriptor of a module, as data: no code of the extension runs.
@FunctionalInterface
public interface DefSource {
  /// The descriptor for a spec.
  ///
  /// @throws ExtensionLoadException if there is no usable library or no descriptor for the module
  ModuleDef query(ModuleSpec spec);

  /// The file that the descriptor is read from; null if there is none.
  default @Nullable Path file() {
    return null;
  }

  /// The files that are loaded with that one, such as libraries that it needs.
  default Collection<Path> neededFiles() {
    return List.of();
  }

  /// Whether the module of that name is a package.
  default boolean isPackage(String name) {
    return ModuleFileTypes.isInit(file()) && !ModuleNames.tail(name).equals("__init__");
  }

  /// The place of the module of that name; null if it has none.
  default @Nullable String location(String name) {
    Path file = file();
    return file == null ? null : file.toAbsolutePath().toString();
  }

  /// Where the submodules of a package are searched; null for the folder of its location.
  default @Nullable List<String> searchLocations(String name) {
    return null;
  }

  /// The descriptor for those who only look at it: its functions and slots need not work. A source
  /// whose query maps a library reads the file instead, where it can.
  ///
  /// @throws ExtensionLoadException as [#query]
  default ModuleDef describe(ModuleSpec spec) {
    return query(spec);
  }

  /// Compares the descriptor for a spec with what else is known of the code that it describes.
  ///
  /// @return the faults that the descriptor alone does not show
  /// @throws ExtensionLoadException as [#query]
  default List<DescriptorFault> verify(ModuleSpec spec) {
    return List.of();
  }

  /// Whether the types of functions are known, so that [#verify] compares them.
  default boolean hasDebugInformation() {
    return false;
  }

  /// Whether a query maps a library into the process, so that interpreters may forbid it.
  default boolean isNative() {
    return false;
  }

  /// Whether each query makes a new descriptor, so that two of them do not show whether the file
  /// has changed.
  default boolean describesAnew() {
    return false;
  }

  /// Whether an interpreter can have a private image of what the source describes.
  default boolean canBePrivate() {
    return isNative();
  }
}
