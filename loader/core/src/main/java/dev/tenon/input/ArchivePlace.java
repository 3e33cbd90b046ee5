// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place as origins and path entries write it: a file, or `app.jar!/modules/a.py`, where the part
/// behind `!/` may lead into further archives. Folders may have names that end with `!`, so that
/// the first `!/` is not always where the archive ends.
///
/// @param file the file on disk
/// @param inner the place in that file; null for the file itself
public record ArchivePlace(Path file, @Nullable String inner) {

  /// What stands between an archive and the place in it.
  public static final String INSIDE = "!/";

  private static final List<String> SUFFIXES = List.of(".jar", ".zip");

  /// Splits a place.
  ///
  /// @return the shortest beginning that is a regular file, with the rest. If none is, as when the
  ///   file is being replaced, the shortest that is called as an archive is; else the whole place
  /// @throws InvalidPathException if it is no path
  public static ArchivePlace of(String place) {
    int archive = -1;
    for (int end = place.indexOf(INSIDE); end >= 0; end = place.indexOf(INSIDE, end + 1)) {
      Path file = Path.of(place.substring(0, end));
      if (Files.isRegularFile(file)) {
        return cut(place, end);
      }
      archive = archive < 0 && isArchiveName(String.valueOf(file.getFileName())) ? end : archive;
    }
    Path whole = Path.of(place);
    return archive < 0 || Files.exists(whole) ? new ArchivePlace(whole, null) : cut(place, archive);
  }

  private static ArchivePlace cut(String place, int end) {
    return new ArchivePlace(
        Path.of(place.substring(0, end)), place.substring(end + INSIDE.length()));
  }

  /// Whether files with this name are taken for archives.
  public static boolean isArchiveName(String name) {
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
