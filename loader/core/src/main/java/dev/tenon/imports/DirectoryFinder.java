package dev.tenon.imports;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds modules in a folder. The listing of the folder is remembered until its time stamp changes or
/// caches are invalidated.
final class DirectoryFinder implements PathEntryFinder {

  private final Path folder;
  private final List<ModuleFileType> types;
  private volatile Listing listing = Listing.NONE;

  /// What a folder held at a time.
  private record Listing(@Nullable FileTime time, Set<String> names) {
    static final Listing NONE = new Listing(null, Set.of());
  }

  private DirectoryFinder(Path folder, List<ModuleFileType> types) {
    this.folder = folder;
    this.types = types;
  }

  /// A path hook for folders.
  static @Nullable PathEntryFinder finderFor(String entry) {
    Path folder = Path.of(entry);
    return Files.isDirectory(folder)
        ? new DirectoryFinder(folder.toAbsolutePath(), ModuleFileTypes.installed())
        : null;
  }

  @Override
  public @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
    String tail = ModuleNames.tail(name);
    Set<String> names = names();
    Path subfolder = folder.resolve(tail);
    boolean hasSubfolder = names.contains(tail) && Files.isDirectory(subfolder);
    if (hasSubfolder) {
      ModuleSpec asPackage = findFile(name, "__init__", subfolder, null, subfolder);
      if (asPackage != null) {
        return asPackage;
      }
    }
    ModuleSpec asModule = findFile(name, tail, folder, names, null);
    if (asModule != null || !hasSubfolder) {
      return asModule;
    }
    return ModuleSpec.of(name, null)
        .submoduleSearchLocations(List.of(subfolder.toString()))
        .build();
  }

  private @Nullable ModuleSpec findFile(
      String name,
      String tail,
      Path place,
      @Nullable Set<String> names,
      @Nullable Path packageFolder) {
    for (ModuleFileType type : types) {
      for (String fileName : type.fileNames(tail)) {
        Path file = place.resolve(fileName);
        if ((names == null || names.contains(fileName)) && Files.isRegularFile(file)) {
          ModuleSpec.Builder spec =
              ModuleSpec.of(name, type.loaderFor(name, file)).location(file.toString());
          return packageFolder == null
              ? spec.build()
              : spec.asPackage(packageFolder.toString()).build();
        }
      }
    }
    return null;
  }

  private Set<String> names() {
    try {
      FileTime time = Files.getLastModifiedTime(folder);
      Listing known = listing;
      if (!time.equals(known.time())) {
        known = new Listing(time, list());
        listing = known;
      }
      return known.names();
    } catch (IOException _) {
      // A folder that is gone or unreadable has no modules, as in CPython.
      return Set.of();
    }
  }

  private Set<String> list() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(Path::getFileName)
          .map(String::valueOf)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  @Override
  public void invalidateCaches() {
    listing = Listing.NONE;
  }

  @Override
  public String toString() {
    return "DirectoryFinder('" + folder + "')";
  }
}
