package dev.tenon.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a folder held at a time. A folder that is gone or unreadable holds nothing, as in CPython.
///
/// @param time the folder's time stamp; null for a listing that is never up to date
/// @param names the names of its files and folders
/// @param problem why it could not be read, if so
record FolderListing(@Nullable FileTime time, Set<String> names, @Nullable String problem) {

  static final FolderListing NONE = new FolderListing(null, Set.of(), null);

  /// This listing if it is up to date, else a new one.
  FolderListing refreshed(Path folder) {
    try {
      FileTime now = Files.getLastModifiedTime(folder);
      return now.equals(time) ? this : new FolderListing(now, list(folder), null);
    } catch (IOException e) {
      return new FolderListing(null, Set.of(), e.toString());
    }
  }

  private static Set<String> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> withoutSlash(String.valueOf(entry.getFileName())))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /// Folders in archives are listed with a slash at their end.
  private static String withoutSlash(String name) {
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }
}
