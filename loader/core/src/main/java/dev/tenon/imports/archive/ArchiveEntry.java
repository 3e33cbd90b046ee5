// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.imports.path.EntryFolder;
import dev.tenon.input.ArchivePlace;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path entry that leads into an archive: `app.jar`, or with folders and further archives in it
/// `app.jar!/modules`, `app.jar!/lib/more.jar`, `app.jar!/lib/more.jar!/modules`.
///
/// @param archive the innermost archive
/// @param folder the folder in it; null for the archive itself, which is opened only when needed
record ArchiveEntry(Archive archive, @Nullable EntryFolder folder) {

  private static final String INSIDE = ArchivePlace.INSIDE;

  /// Reads an entry.
  ///
  /// @return null if it is none that leads into an archive
  /// @throws ImportException if the archive cannot be read or has no such folder
  static @Nullable ArchiveEntry find(String entry) {
    String[] parts = split(entry);
    if (Arrays.stream(parts).noneMatch(part -> ArchivePlace.isArchiveName(withoutSlashes(part)))) {
      return null;
    }
    if (parts.length > Limit.ARCHIVE_DEPTH.most()) {
      throw new ImportException(
          "cannot use %s: it leads through %s"
              .formatted(Escapes.quoted(entry), Limit.ARCHIVE_DEPTH.exceededBy(parts.length)),
          null,
          entry,
          Phase.FIND);
    }
    try {
      String file = fileOf(entry);
      if (file == null || Files.isDirectory(Path.of(entry))) {
        return null;
      }
      return descend(Archive.open(Path.of(file)), entry.substring(file.length()));
    } catch (InvalidPathException _) {
      return null;
    } catch (IOException e) {
      throw new ImportException(
          "cannot open the archive %s: %s".formatted(Escapes.quoted(entry), FileProblem.reason(e)),
          null,
          entry,
          Phase.FIND);
    }
  }

  /// The archive on disk that an entry begins with; null if there is none. Folders may have names
  /// that end with `!`.
  private static @Nullable String fileOf(String entry) {
    for (int end = entry.indexOf(INSIDE); end >= 0; end = entry.indexOf(INSIDE, end + 1)) {
      String file = entry.substring(0, end);
      if (isArchive(Path.of(file))) {
        return file;
      }
    }
    return isArchive(Path.of(entry)) ? entry : null;
  }

  /// The parts between `!/`. Every entry of every path comes here: no regular expression is needed.
  private static String[] split(String entry) {
    List<String> parts = new ArrayList<>(1);
    int start = 0;
    for (int end = entry.indexOf(INSIDE); end >= 0; end = entry.indexOf(INSIDE, start)) {
      parts.add(entry.substring(start, end));
      start = end + INSIDE.length();
    }
    parts.add(entry.substring(start));
    return parts.toArray(String[]::new);
  }

  private static String withoutSlashes(String part) {
    int end = part.length();
    while (end > 0 && part.charAt(end - 1) == '/') {
      end--;
    }
    return part.substring(0, end);
  }

  private static boolean isArchive(Path file) {
    return ArchivePlace.isArchiveName(String.valueOf(file.getFileName()))
        && Files.isRegularFile(file);
  }

  /// Follows the part of an entry behind an archive.
  ///
  /// @param rest empty, or `!/` and a place in the archive
  private static ArchiveEntry descend(Archive outer, String rest) throws IOException {
    Archive archive = outer;
    String left = rest;
    while (!left.isEmpty()) {
      String place = left.substring(INSIDE.length());
      int end = endOfArchive(archive, place);
      if (end < 0) {
        return folder(archive, inside(archive, place));
      }
      archive = archive.inside(inside(archive, place.substring(0, end)));
      left = place.substring(end);
    }
    return new ArchiveEntry(archive, null);
  }

  /// Where the first archive ends that a place in another one leads to; -1 if there is none.
  private static int endOfArchive(Archive archive, String place) throws IOException {
    for (int end = place.indexOf(INSIDE); end >= 0; end = place.indexOf(INSIDE, end + 1)) {
      if (isArchive(inside(archive, place.substring(0, end)).path())) {
        return end;
      }
    }
    return isArchive(inside(archive, place).path()) ? place.length() : -1;
  }

  /// A place in an archive. Steps upwards are refused, so that none leads out of it.
  private static EntryFolder inside(Archive archive, String place) throws IOException {
    EntryFolder inner = archive.root();
    for (String step : place.split("/", -1)) {
      if (step.equals("..") || step.equals(".")) {
        throw new ImportException(
            "cannot use %s in the archive %s: found the step %s, expected plain names"
                .formatted(
                    Escapes.quoted(place), Escapes.quoted(archive.place()), Escapes.quoted(step)),
            null,
            archive.place(),
            Phase.FIND);
      }
      inner = step.isEmpty() ? inner : inner.child(step);
    }
    return inner;
  }

  private static ArchiveEntry folder(Archive archive, EntryFolder folder) throws IOException {
    if (!Files.isDirectory(folder.path())
        && PlatformFolders.of(archive.root(), folder).current().isEmpty()) {
      throw new ImportException(
          "cannot use %s: the archive %s has no such folder"
              .formatted(Escapes.quoted(folder.text()), Escapes.quoted(archive.place())),
          null,
          archive.place(),
          Phase.FIND);
    }
    return new ArchiveEntry(archive, folder);
  }
}
