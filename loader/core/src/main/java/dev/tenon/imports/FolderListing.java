package dev.tenon.imports;

import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a folder held at a time. A folder that is gone or unreadable holds nothing, as in CPython.
///
/// @param stamp what the folder was like; null for a listing that is never up to date
/// @param names the names of its files and folders
/// @param problem why it could not be read, if so
record FolderListing(@Nullable Stamp stamp, Set<String> names, @Nullable String problem) {

  /// Nothing was listed yet; what another finder of the process has listed will do.
  static final FolderListing NONE = new FolderListing(null, Set.of(), null);

  /// What was listed is to be forgotten, whoever listed it.
  static final FolderListing FORGOTTEN = new FolderListing(null, Set.of(), "forgotten");

  /// What tells one state of a folder from another.
  ///
  /// @param key the folder's own identity, where the file system has one
  record Stamp(FileTime time, @Nullable Object key) {
    private static Stamp of(Path folder) throws IOException {
      BasicFileAttributes now = Files.readAttributes(folder, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.fileKey());
    }

    /// Written out: the generated one makes the JDK keep the class softly, and its class loader.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Stamp(FileTime otherTime, Object otherKey)
          && time.equals(otherTime)
          && Objects.equals(key, otherKey);
    }

    @Override
    public int hashCode() {
      return 31 * time.hashCode() + Objects.hashCode(key);
    }
  }

  /// This listing if it is up to date, else one that is.
  FolderListing refreshed(Path folder) {
    try {
      Stamp now = Stamp.of(folder);
      if (now.equals(stamp)) {
        return this;
      }
      FolderListing known = this == FORGOTTEN ? null : FolderListings.ofProcess().find(folder, now);
      return known == null ? listed(folder, now) : known;
    } catch (IOException e) {
      return new FolderListing(null, Set.of(), FileProblem.reason(e));
    }
  }

  private static FolderListing listed(Path folder, Stamp now) throws IOException {
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
