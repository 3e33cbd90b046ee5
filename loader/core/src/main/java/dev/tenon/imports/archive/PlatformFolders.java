// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.imports.name.ModuleNames;
import dev.tenon.imports.path.EntryFolder;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where an archive keeps native modules: `META-INF/tenon/PLATFORM/a/b.so` is module `a.b` on one
/// platform. To those who import, the files of this platform lie beside the other files of the
/// archive: `a/b.so`.
///
/// @param root the topmost folder of the archive
/// @param above the folder in which modules are searched, from the root or that of a platform
/// @param isPlain whether that folder is one of a platform already, as it lies in the archive
/// @param isOnly whether there is nothing else than native modules to be found
record PlatformFolders(EntryFolder root, Path above, boolean isPlain, boolean isOnly) {

  private static final String META = "META-INF";
  private static final String TENON = "tenon";

  /// Where native modules lie in an archive, as an entry of a class path names it.
  static final String ALL = META + "/" + TENON + "/";

  private static final int MOST_SHOWN = 20;

  /// The folders that belong to a folder of an archive.
  static PlatformFolders of(EntryFolder root, @Nullable EntryFolder folder) {
    Path all = root.path().resolve(META).resolve(TENON);
    Path from = folder == null ? root.path() : folder.path().toAbsolutePath().normalize();
    if (!from.startsWith(all)) {
      return new PlatformFolders(root, root.path().relativize(from), false, false);
    }
    Path rest = all.relativize(from);
    boolean isPlain = !rest.toString().isEmpty();
    return new PlatformFolders(
        root,
        isPlain && rest.getNameCount() > 1
            ? rest.subpath(1, rest.getNameCount())
            : root.path().getFileSystem().getPath(""),
        isPlain,
        !isPlain);
  }

  /// The folder for this platform; empty if the archive has none.
  Optional<EntryFolder> current() {
    return isPlain ? Optional.empty() : of(Platform.current().name());
  }

  /// The folders that belong to a package in this one.
  PlatformFolders within(String packageName) {
    Path folder = above.resolve(packageName.replace('.', '/'));
    return new PlatformFolders(root, folder, isPlain, isOnly);
  }

  private Optional<EntryFolder> of(String platform) {
    EntryFolder folder = root.child(META).child(TENON).child(platform);
    for (Path step : above) {
      folder = step.toString().isEmpty() ? folder : folder.child(step.toString());
    }
    return Optional.of(folder).filter(each -> Files.isDirectory(each.path()));
  }

  /// A place in the folder of this platform as those who import see it.
  String visible(String place) {
    String hidden = root.child(META).child(TENON).child(Platform.current().name()).text();
    return place.startsWith(hidden + "/") ? root.text() + place.substring(hidden.length()) : place;
  }

  /// Why a module that the archive has for other platforms is not found on this one; null if it has
  /// it for none.
  @Nullable String explainMiss(String name) {
    SortedSet<String> platforms = platformsWith(ModuleNames.tail(name));
    if (platforms.isEmpty()) {
      return null;
    }
    List<String> shown =
        new ArrayList<>(platforms).subList(0, Math.min(MOST_SHOWN, platforms.size()));
    return "has it for %s%s, not for this platform, which is %s"
        .formatted(
            Escapes.inline(String.join(", ", shown)),
            platforms.size() > MOST_SHOWN
                ? " and %d more".formatted(platforms.size() - MOST_SHOWN)
                : "",
            Platform.current());
  }

  private SortedSet<String> platformsWith(String tail) {
    SortedSet<String> found = new TreeSet<>();
    for (Path each : children(root.path().resolve(META).resolve(TENON))) {
      if (children(each.resolve(above.toString())).stream().anyMatch(file -> holds(file, tail))) {
        found.add(nameOf(each));
      }
    }
    found.remove(Platform.current().name());
    return found;
  }

  private static boolean holds(Path file, String tail) {
    String name = nameOf(file);
    return name.equals(tail) || name.startsWith(tail + ".") || name.startsWith("lib" + tail + ".");
  }

  private static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        files.forEach(children::add);
      } catch (IOException | DirectoryIteratorException _) {
        return List.of(); // it is only for a message
      }
    }
    return children;
  }
}
