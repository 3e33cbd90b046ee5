// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import dev.tenon.imports.name.ModuleNames;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.ModuleFileType;
import dev.tenon.search.PathEntryFinder;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds modules in a folder, on disk or in an archive. The listing of the folder is remembered
/// until its time stamp changes or caches are invalidated.
public final class DirectoryFinder implements PathEntryFinder {

  private static final String INIT = "__init__";

  /// So many files of a folder are named in a message, which may have many more.
  private static final int MOST_NAMED = 20;

  private final EntryFolder folder;
  private final List<ModuleFileType> types;
  private final LinkGuard guard;
  private volatile FolderListing listing = FolderListing.NONE;
  private volatile ListedModules listed = ListedModules.NONE;

  public DirectoryFinder(EntryFolder folder, List<ModuleFileType> types, LinkGuard guard) {
    this.folder = folder;
    this.types = types;
    this.guard = guard;
  }

  /// A path hook for folders.
  public static @Nullable PathEntryFinder finderFor(String entry, LinkGuard guard) {
    try {
      Path path = Path.of(entry);
      return Files.isDirectory(path)
          ? new DirectoryFinder(
              EntryFolder.of(path.toAbsolutePath()), ModuleFileTypes.installed(), guard)
          : null;
    } catch (InvalidPathException _) {
      return null;
    }
  }

  @Override
  public @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target) {
    String tail = ModuleNames.tail(name);
    Set<String> names = names();
    EntryFolder inner = subfolder(tail, names);
    ModuleSpec asPackage = inner == null ? null : findPackage(name, inner);
    if (asPackage != null) {
      return asPackage;
    }
    Match match = findFile(tail, folder, names);
    match = match == null ? findListed(tail) : match;
    if (match != null) {
      return specOf(name, match, null);
    }
    return inner == null || guard.outside(folder.path(), inner.path()) != null
        ? null
        : portion(name, inner);
  }

  private @Nullable EntryFolder subfolder(String tail, Set<String> names) {
    EntryFolder inner = names.contains(tail) ? folder.child(tail) : null;
    return inner != null && Files.isDirectory(inner.path()) ? inner : null;
  }

  private @Nullable ModuleSpec findPackage(String name, EntryFolder inner) {
    Match match = findFile(INIT, inner, null);
    return match == null ? null : specOf(name, match, inner.text());
  }

  private static ModuleSpec portion(String name, EntryFolder inner) {
    return ModuleSpec.of(name, null).submoduleSearchLocations(List.of(inner.text())).build();
  }

  /// A file that holds a module.
  private record Match(ModuleFileType type, EntryFolder file) {}

  private @Nullable Match findFile(String tail, EntryFolder place, @Nullable Set<String> names) {
    for (ModuleFileType type : types) {
      for (String fileName : type.fileNames(tail)) {
        if (names == null || names.contains(fileName)) {
          EntryFolder file = place.child(fileName);
          if (Files.isRegularFile(file.path())) {
            return new Match(type, file);
          }
        }
      }
    }
    return null;
  }

  /// The file that holds a module without being named after it.
  private @Nullable Match findListed(String tail) {
    ListedModules.Place place = listed().find(tail);
    if (place == null) {
      return null;
    }
    if (!place.hidden().isEmpty() && ModuleOwner.CURRENT.isBound()) {
      String text =
          "module %s of %s is used; in the same folder %s exports a module of this name, too"
              .formatted(
                  Escapes.quoted(tail),
                  place.fileName(),
                  Escapes.inline(String.join(", ", place.hidden())));
      ModuleOwner.CURRENT.get().warn(new Warning(Warning.Category.IMPORT, text));
    }
    return new Match(place.type(), folder.child(place.fileName()));
  }

  private ListedModules listed() {
    ListedModules now = listed.refreshed(listing, folder, types);
    listed = now;
    return now;
  }

  private ModuleSpec specOf(String name, Match match, @Nullable String packageFolder) {
    guard.check(name, folder.path(), match.file().path());
    ModuleSpec.Builder spec =
        ModuleSpec.of(name, ModuleFileTypes.loaderFor(match.type(), name, match.file().path()))
            .location(match.file().text());
    return packageFolder == null ? spec.build() : spec.asPackage(packageFolder).build();
  }

  private Set<String> names() {
    FolderListing now = listing.refreshed(folder.path());
    listing = now;
    return now.names();
  }

  @Override
  public String explainMiss(String name) {
    String tail = ModuleNames.tail(name);
    Set<String> names = names();
    String problem = listing.problem();
    if (problem != null) {
      return "cannot be read: " + problem;
    }
    if (!names.contains(tail)) {
      return "holds no " + wanted(tail) + unreadable(tail, names) + notListed();
    }
    EntryFolder inner = folder.child(tail);
    Path outside = guard.outside(folder.path(), inner.path());
    return outside == null
        ? "%s is no folder and no module file".formatted(Escapes.quoted(tail))
        : "the folder %s is a symbolic link that leads out of the path, to %s"
            .formatted(Escapes.quoted(tail), outside);
  }

  private String wanted(String tail) {
    List<String> wanted = new ArrayList<>(List.of(tail + "/"));
    types.forEach(type -> wanted.addAll(type.fileNames(tail)));
    return String.join(", ", wanted);
  }

  private String unreadable(String tail, Set<String> names) {
    Optional<String> noFile =
        types.stream()
            .flatMap(type -> type.fileNames(tail).stream())
            .filter(names::contains)
            .findFirst();
    if (noFile.isPresent()) {
      return " (%s is %s)".formatted(noFile.get(), whatIs(noFile.get()));
    }
    Optional<String> other =
        names.stream().filter(name -> name.startsWith(tail + ".")).sorted().findFirst();
    return other
        .map(" (it holds %s, which no installed module file type loads)"::formatted)
        .orElse("");
  }

  /// What has the name of a module file and is not one.
  private String whatIs(String fileName) {
    Path file = folder.child(fileName).path();
    return Files.isDirectory(file)
        ? "a directory, expected a regular file"
        : Files.exists(file)
            ? "a pipe, socket or device, expected a regular file"
            : "a symbolic link that leads nowhere";
  }

  private String notListed() {
    ListedModules now = listed();
    Collection<String> files = now.fileNames();
    String read =
        files.isEmpty() ? "" : "; it is not among the modules that these export: " + named(files);
    return now.unread().isEmpty()
        ? read
        : read
            + "; not looked into, because all libraries of the directory have more than the %d %s or %d %s that are allowed: %s"
                .formatted(
                    ListedModules.limit(folder).most(),
                    ListedModules.limit(folder).unit(),
                    Limit.LISTED_MODULES.most(),
                    Limit.LISTED_MODULES.unit(),
                    named(now.unread()));
  }

  private static String named(Collection<String> files) {
    String first = files.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int others = files.size() - MOST_NAMED;
    return others > 0 ? "%s and %d more".formatted(first, others) : first;
  }

  @Override
  public Collection<String> namesBeside(String name) {
    String parent = ModuleNames.parent(name);
    String prefix = parent.isEmpty() ? "" : parent + ".";
    Stream<String> named =
        names().stream()
            .filter(this::mayHoldModule)
            .map(this::moduleName)
            .flatMap(Optional::stream);
    return Stream.concat(named, listed().byTail().keySet().stream())
        .map(tail -> prefix + tail)
        .toList();
  }

  /// Whether it is a folder for a package, or a regular file for another module.
  private boolean mayHoldModule(String fileName) {
    Path file = folder.child(fileName).path();
    return fileName.indexOf('.') < 0 ? Files.isDirectory(file) : Files.isRegularFile(file);
  }

  /// The last part of the name of the module that a file or folder seems to hold.
  private Optional<String> moduleName(String fileName) {
    return fileName.indexOf('.') < 0
        ? Optional.of(fileName)
        : ModuleFileTypes.match(types, fileName).map(ModuleFileTypes.Match::tail);
  }

  @Override
  public void invalidateCaches() {
    listing = FolderListing.FORGOTTEN;
    listed = listed.outdated();
  }

  @Override
  public boolean isConcurrent() {
    return true;
  }

  @Override
  public String toString() {
    return "DirectoryFinder('" + folder.text() + "')";
  }
}
