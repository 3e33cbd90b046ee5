// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import dev.tenon.input.FileProblem;
import dev.tenon.input.FileStamp;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a folder held at a time. A folder that is gone or unreadable holds nothing, as in CPython.
///
/// @param stamp what the folder was like; null for a listing that is never up to date
/// @param names the names of its files and folders
/// @param problem why it could not be read, if so
record FolderListing(@Nullable FileStamp stamp, Set<String> names, @Nullable String problem) {

  /// Nothing was listed yet; what another finder of the process has listed will do.
  static final FolderListing NONE = new FolderListing(null, Set.of(), null);

  /// What was listed is to be forgotten, whoever listed it.
  static final FolderListing FORGOTTEN = new FolderListing(null, Set.of(), "forgotten");

  /// This listing if it is up to date, else one that is.
  FolderListing refreshed(Path folder) {
    try {
      FileStamp now = FileStamp.of(folder);
      if (now.equals(stamp)) {
        return this;
      }
      FolderListing known = this == FORGOTTEN ? null : FolderListings.ofProcess().find(folder, now);
      return known == null ? listed(folder, now) : known;
    } catch (IOException e) {
      return new FolderListing(null, Set.of(), FileProblem.reason(e));
    }
  }

  private static FolderListing listed(Path folder, FileStamp now) throws IOException {
    long begun = System.currentTimeMillis();
    FolderListing made = new FolderListing(now, list(folder), null);
    FolderListings.ofProcess().keep(folder, made, begun);
    return made;
  }

  private static Set<String> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      Set<String> names =
          entries
              .limit(Limit.DIRECTORY_ENTRIES.most() + 1L)
              .map(entry -> withoutSlash(String.valueOf(entry.getFileName())))
              .collect(Collectors.toUnmodifiableSet());
      if (names.size() > Limit.DIRECTORY_ENTRIES.most()) {
        throw new IOException("it has " + Limit.DIRECTORY_ENTRIES.exceeded());
      }
      return names;
    }
  }

  /// Folders in archives are listed with a slash at their end.
  private static String withoutSlash(String name) {
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }
}
