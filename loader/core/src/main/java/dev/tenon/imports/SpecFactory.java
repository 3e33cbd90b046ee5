// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.imports.path.ModuleFileTypes;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes specs from what is known about a module, without a search: [ImportSystem#specFromLoader]
/// and [ImportSystem#specFromFile].
final class SpecFactory {

  private static final String UNKNOWN = "<unknown>";

  private SpecFactory() {}

  static ModuleSpec fromLoader(String name, Loader loader) {
    String location = locationOf(loader, name);
    ModuleSpec.Builder spec = ModuleSpec.of(name, loader);
    if (location != null) {
      spec.location(location);
    }
    if (isPackage(loader, name)) {
      spec.submoduleSearchLocations(locations(loader, name, location));
    }
    return spec.build();
  }

  static @Nullable ModuleSpec fromFile(String name, @Nullable Path file, @Nullable Loader loader) {
    Loader chosen = loader == null && file != null ? loaderFor(name, file) : loader;
    if (chosen == null) {
      return null;
    }
    String location = locationOf(chosen, name, file);
    ModuleSpec.Builder spec = spec(name, chosen, location);
    if (isPackage(chosen, name) || (loader == null && ModuleFileTypes.isInit(file))) {
      spec.submoduleSearchLocations(
          file == null ? locations(chosen, name, location) : folderOf(location));
    }
    return spec.build();
  }

  static @Nullable ModuleSpec fromFile(
      String name,
      @Nullable Path file,
      @Nullable Loader loader,
      @Nullable List<String> searchLocations) {
    Loader chosen = loader == null && file != null ? loaderFor(name, file) : loader;
    if (chosen == null) {
      return null;
    }
    String location = locationOf(chosen, name, file);
    ModuleSpec.Builder spec = spec(name, chosen, location);
    if (searchLocations != null) {
      spec.submoduleSearchLocations(
          searchLocations.isEmpty() ? folderOf(location) : new ArrayList<>(searchLocations));
    }
    return spec.build();
  }

  private static @Nullable String locationOf(Loader loader, String name, @Nullable Path file) {
    return file == null ? locationOf(loader, name) : file.toAbsolutePath().toString();
  }

  private static ModuleSpec.Builder spec(String name, Loader loader, @Nullable String location) {
    return ModuleSpec.of(name, loader).location(location == null ? UNKNOWN : location);
  }

  private static @Nullable Loader loaderFor(String name, Path file) {
    return match(file)
        .map(match -> ModuleFileTypes.loaderFor(match.type(), name, file))
        .orElse(null);
  }

  private static Optional<ModuleFileTypes.Match> match(Path file) {
    return ModuleFileTypes.match(ModuleFileTypes.installed(), String.valueOf(file.getFileName()));
  }

  private static @Nullable String locationOf(Loader loader, String name) {
    try {
      return loader.location(name);
    } catch (ImportException _) {
      return null;
    }
  }

  private static boolean isPackage(Loader loader, String name) {
    try {
      return loader.isPackage(name);
    } catch (ImportException _) {
      return false;
    }
  }

  /// Where the submodules of a package are searched, in a list that may grow.
  private static List<String> locations(Loader loader, String name, @Nullable String location) {
    List<String> own = loader.searchLocations(name);
    return own == null ? folderOf(location) : new ArrayList<>(own);
  }

  /// The folder of a package's file, in a list that may grow.
  private static List<String> folderOf(@Nullable String location) {
    Path folder = location == null ? null : Path.of(location).getParent();
    return new ArrayList<>(folder == null ? List.of() : List.of(folder.toString()));
  }
}
