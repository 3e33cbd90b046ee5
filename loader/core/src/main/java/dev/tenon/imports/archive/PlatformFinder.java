// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.imports.path.DirectoryFinder;
import dev.tenon.imports.path.EntryFolder;
import dev.tenon.imports.path.LinkGuard;
import dev.tenon.imports.path.ModuleFileTypes;
import dev.tenon.imports.path.Platform;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.PathEntryFinder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds the module files in a folder of an archive: first those for this platform, then the
/// others. Any thread may use it.
final class PlatformFinder implements PathEntryFinder {

  private final PlatformFolders folders;
  private final @Nullable DirectoryFinder ofPlatform;
  private final @Nullable DirectoryFinder ofAll;
  private final ConcurrentHashMap<String, PlatformFinder> ofPackages = new ConcurrentHashMap<>(2);

  private PlatformFinder(
      PlatformFolders folders,
      @Nullable DirectoryFinder ofPlatform,
      @Nullable DirectoryFinder ofAll) {
    this.folders = folders;
    this.ofPlatform = ofPlatform;
    this.ofAll = ofAll;
  }

  /// A finder for a folder of an archive.
  ///
  /// @param folder null for the archive itself
  static PlatformFinder of(EntryFolder root, @Nullable EntryFolder folder, LinkGuard guard) {
    PlatformFolders folders = PlatformFolders.of(root, folder);
    EntryFolder plain = folder == null ? root : folder;
    boolean isThere = !folders.isOnly() && Files.isDirectory(plain.path());
    return new PlatformFinder(
        folders,
        ofPlatform(folders),
        isThere ? new DirectoryFinder(plain, ModuleFileTypes.inArchives(), guard) : null);
  }

  private static @Nullable DirectoryFinder ofPlatform(PlatformFolders folders) {
    return folders
        .current()
        .map(found -> new DirectoryFinder(found, ModuleFileTypes.inArchives(), LinkGuard.none()))
        .orElse(null);
  }

  @Override
  public @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
    return find(name, target, true);
  }

  /// Finds a module.
  ///
  /// @param takesFolders whether folders that are for all platforms may be portions of namespace
  ///   packages
  @Nullable ModuleSpec find(String name, @Nullable ModuleObject target, boolean takesFolders) {
    ModuleSpec built = ofPlatform == null ? null : visible(ofPlatform.findSpec(name, target));
    if (built != null && built.loader() != null) {
      return built;
    }
    ModuleSpec other = ofAll == null ? null : ofAll.findSpec(name, target);
    if (other != null && (other.loader() != null || (takesFolders && built == null))) {
      return other;
    }
    return built;
  }

  /// Finds a submodule of a package in Java, whose own files lie beside it as those of others.
  @Nullable ModuleSpec findInPackage(
      String packageName, String name, @Nullable ModuleObject target) {
    return inPackage(packageName).find(name, target, false);
  }

  private PlatformFinder inPackage(String packageName) {
    return ofPackages.computeIfAbsent(
        packageName,
        _ -> {
          PlatformFolders within = folders.within(packageName);
          return new PlatformFinder(within, ofPlatform(within), null);
        });
  }

  /// Lets a package have the folder that those who import see, in which scripts of it may lie.
  private @Nullable ModuleSpec visible(@Nullable ModuleSpec spec) {
    List<String> places = spec == null ? null : spec.submoduleSearchLocations();
    if (spec == null || places == null || folders.isOnly()) {
      return spec;
    }
    List<String> visible = new ArrayList<>();
    places.forEach(place -> visible.add(folders.visible(place)));
    return ModuleSpec.of(spec.name(), spec.loader())
        .origin(spec.origin())
        .hasLocation(spec.hasLocation())
        .submoduleSearchLocations(visible)
        .build();
  }

  /// Why a module is not found on this platform; null if the archive has it for none.
  @Nullable String explainPlatforms(String name) {
    return folders.explainMiss(name);
  }

  /// Why a submodule of a package in Java is not found on this platform; null if the archive has it
  /// for none.
  @Nullable String explainMissInPackage(String packageName, String name) {
    return folders.within(packageName).explainMiss(name);
  }

  @Override
  public String explainMiss(String name) {
    String elsewhere = folders.explainMiss(name);
    if (elsewhere != null) {
      return elsewhere;
    }
    DirectoryFinder asked = ofAll == null ? ofPlatform : ofAll;
    return asked == null
        ? "holds no module files for this platform, which is " + Platform.current()
        : asked.explainMiss(name);
  }

  @Override
  public Collection<String> namesBeside(String name) {
    List<String> names = new ArrayList<>();
    if (ofPlatform != null) {
      names.addAll(ofPlatform.namesBeside(name));
    }
    if (ofAll != null) {
      names.addAll(ofAll.namesBeside(name));
    }
    return names;
  }

  @Override
  public void invalidateCaches() {
    ofPackages.clear();
    if (ofPlatform != null) {
      ofPlatform.invalidateCaches();
    }
    if (ofAll != null) {
      ofAll.invalidateCaches();
    }
  }
}
