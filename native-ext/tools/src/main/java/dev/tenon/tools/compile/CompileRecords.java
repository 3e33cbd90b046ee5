// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.compile;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was compiled into a directory, and of what: a file for each library, with a digest of the
/// command and of all files that it reads. It is kept beside the libraries in a directory that is
/// not packed.
final class CompileRecords {

  private static final String FOLDER = ".compiled";

  private final Path output;

  /// @param output the directory of the libraries
  CompileRecords(Path output) {
    this.output = output;
  }

  /// The digest of a command and the files that it reads.
  ///
  /// @throws IOException if one of the files cannot be read
  static String digest(List<String> command, List<Path> files) throws IOException {
    MessageDigest digest = sha256();
    for (String word : command) {
      digest.update((word + "\0").getBytes(StandardCharsets.UTF_8));
    }
    for (Path file : files) {
      byte[] bytes = BoundedFile.read(file, Limit.INCLUDED_HEADERS);
      digest.update((file + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Whether a library is there and was made with this digest.
  ///
  /// @throws IOException if the record cannot be read
  boolean isCurrent(Path library, String digest) throws IOException {
    Path record = recordOf(library);
    return Files.exists(library)
        && Files.exists(record)
        && Arrays.equals(
            BoundedFile.readHead(record, digest.length() + 1),
            digest.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Notes that a library was made.
  ///
  /// @throws IOException if the record cannot be written
  void add(Path library, String digest) throws IOException {
    Path record = recordOf(library);
    Files.createDirectories(record.getParent());
    Files.writeString(record, digest);
  }

  /// Deletes libraries for a platform that are no longer made.
  ///
  /// @param made those that are
  /// @throws IOException if one cannot be deleted
  void deleteAllBut(Set<Path> made, Platform platform) throws IOException {
    delete(output.resolve(FOLDER).resolve(platform.name()), made);
  }

  /// Deletes the libraries for all other platforms.
  ///
  /// @throws IOException if one cannot be deleted
  void deleteOthers(Set<Platform> platforms) throws IOException {
    for (Path folder : list(output.resolve(FOLDER))) {
      Optional<Platform> platform = Platform.named(String.valueOf(folder.getFileName()));
      if (platform.isEmpty() || !platforms.contains(platform.get())) {
        delete(folder, Set.of());
      }
    }
  }

  private void delete(Path records, Set<Path> made) throws IOException {
    if (!Files.isDirectory(records)) {
      return;
    }
    for (Path record : SourceFolder.filesBelow(records)) {
      Path library = output.resolve(output.resolve(FOLDER).relativize(record));
      if (!made.contains(library)) {
        Files.deleteIfExists(library);
        deleteEmpty(library.getParent());
        Files.delete(record);
        deleteEmpty(record.getParent());
      }
    }
  }

  /// Deletes directories without files, up to the output.
  private void deleteEmpty(@Nullable Path folder) throws IOException {
    for (Path empty = folder;
        empty != null && !empty.equals(output) && Files.isDirectory(empty) && list(empty).isEmpty();
        empty = empty.getParent()) {
      Files.delete(empty);
    }
  }

  private Path recordOf(Path library) {
    return output.resolve(FOLDER).resolve(output.relativize(library));
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
