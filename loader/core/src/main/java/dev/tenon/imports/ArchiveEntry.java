package dev.tenon.imports;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path entry that leads into an archive: `app.jar`, or with folders and further archives in it
/// `app.jar!/modules`, `app.jar!/lib/more.jar`, `app.jar!/lib/more.jar!/modules`.
///
/// @param archive the innermost archive
/// @param folder the folder in it; null for the archive itself, which is opened only when needed
record ArchiveEntry(Archive archive, @Nullable EntryFolder folder) {

  private static final String INSIDE = "!/";
  private static final List<String> SUFFIXES = List.of(".jar", ".zip");

  /// Reads an entry.
  ///
  /// @return null if it is none that leads into an archive
  /// @throws ImportException if the archive cannot be read or has no such folder
  static @Nullable ArchiveEntry find(String entry) {
    String[] parts = entry.split(INSIDE, -1);
    if (parts.length > Limit.ARCHIVE_DEPTH.most() && isArchiveName(parts[0])) {
      throw new ImportException(
          "cannot use %s: it leads through %s"
              .formatted(Escapes.quoted(entry), Limit.ARCHIVE_DEPTH.exceededBy(parts.length)),
          null,
          entry,
          Phase.FIND);
    }
    try {
      Path file = Path.of(parts[0]);
      return isArchive(file) && !Files.isDirectory(Path.of(entry))
          ? descend(Archive.open(file, file.toAbsolutePath().toString()), parts)
          : null;
    } catch (InvalidPathException _) {
      return null;
    } catch (IOException e) {
      throw new ImportException(
          "cannot open the archive %s: %s".formatted(Escapes.quoted(entry), e.getMessage()),
          null,
          entry,
          Phase.FIND);
    }
  }

  private static boolean isArchive(Path file) {
    return isArchiveName(String.valueOf(file.getFileName())) && Files.isRegularFile(file);
  }

  private static boolean isArchiveName(String name) {
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  private static ArchiveEntry descend(Archive outer, String[] parts) throws IOException {
    Archive archive = outer;
    for (int index = 1; index < parts.length; index++) {
      EntryFolder inner = inside(archive, parts[index]);
      if (!isArchive(inner.path())) {
        String[] rest = Arrays.copyOfRange(parts, index + 1, parts.length);
        return folder(archive, rest.length == 0 ? inner : inner.child(String.join("!", rest)));
      }
      archive = Archive.open(inner.path(), inner.text());
    }
    return new ArchiveEntry(archive, null);
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

  private static ArchiveEntry folder(Archive archive, EntryFolder folder) {
    if (!Files.isDirectory(folder.path())) {
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
