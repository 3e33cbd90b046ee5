// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check;

import dev.tenon.Interpreter;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.ArchivePlace;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import dev.tenon.module.ModuleSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The archive that a native module lies in, unpacked: what watches variables and stores reads the
/// library from disk. Files for this platform come to lie where those who import see them.
final class UnpackedArchive {

  private static final String FOLDER = "unpacked";
  private static final String PLATFORMS = "META-INF/tenon/";
  private static final String INSIDE = ArchivePlace.INSIDE;

  /// Classes are for the class loaders of the archive, and other archives are not searched.
  private static final List<String> LEFT_OUT = List.of(".class", ".jar", ".zip");

  private final Path target;
  private long total;

  private UnpackedArchive(Path target) {
    this.target = target;
  }

  /// Unpacks the archive that has a module, if it is a native module in an archive.
  ///
  /// @param path the entries of the module path
  /// @param folder a directory for what is unpacked
  /// @return the path with the unpacked archive in the place of the archive; the same path for any
  ///   other module, and for one that is found only as part of a package in Java
  /// @throws IOException if the archive cannot be read or unpacked
  static List<String> searchPath(String module, List<String> path, Path folder) throws IOException {
    try (Interpreter interpreter = open(path)) {
      ModuleSpec spec = interpreter.imports().findSpec(module);
      String origin = spec == null ? null : spec.origin();
      Path file = origin != null && origin.endsWith(".so") ? fileOf(origin) : null;
      if (origin == null || file == null || !ArchiveFiles.isInside(file)) {
        return path;
      }
      String inner = file.toAbsolutePath().normalize().toString();
      String archive = origin.substring(0, origin.length() - inner.length() - 1);
      Path target = Files.createDirectory(folder.resolve(FOLDER));
      new UnpackedArchive(target).unpack(file.getFileSystem().getPath("/"));
      List<String> replaced = replace(path, archive, target);
      return isOnDisk(module, replaced) ? replaced : path;
    }
  }

  private static Interpreter open(List<String> path) {
    return Interpreter.builder().path(path.toArray(String[]::new)).build();
  }

  private static @Nullable Path fileOf(String origin) {
    try {
      return ArchiveFiles.resolve(Path.of(origin));
    } catch (InvalidPathException _) {
      return null;
    }
  }

  private static boolean isOnDisk(String module, List<String> path) throws IOException {
    return LibraryOfModule.find(module, path) != null;
  }

  /// Entries may lead into the archive. One that is on no entry is on the class path, which is
  /// searched last.
  private static List<String> replace(List<String> path, String archive, Path target) {
    List<String> replaced = new ArrayList<>();
    for (String entry : path) {
      String place = Path.of(entry).normalize().toString();
      String wanted = Path.of(archive).normalize().toString();
      replaced.add(
          place.equals(wanted)
              ? target.toString()
              : place.startsWith(wanted + INSIDE)
                  ? target + "/" + place.substring(wanted.length() + INSIDE.length())
                  : entry);
    }
    if (replaced.equals(path)) {
      replaced.add(target.toString());
    }
    return replaced;
  }

  private void unpack(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> LEFT_OUT.stream().noneMatch(file.toString()::endsWith))
              .limit(Limit.DIRECTORY_ENTRIES.most() + 1L)
              .sorted()
              .toList();
    }
    if (files.size() > Limit.DIRECTORY_ENTRIES.most()) {
      throw new IOException(
          "cannot unpack the archive: it has " + Limit.DIRECTORY_ENTRIES.exceeded());
    }
    String here = PLATFORMS + Platform.current().name() + "/";
    for (Path file : files) {
      copy(file, root.relativize(file.toAbsolutePath()).toString());
    }
    // Second, because they come first in a search.
    for (Path file : files) {
      String name = root.relativize(file.toAbsolutePath()).toString();
      if (name.startsWith(here)) {
        copy(file, name.substring(here.length()));
      }
    }
  }

  private void copy(Path file, String name) throws IOException {
    Path to = target.resolve(name).normalize();
    if (!to.startsWith(target)) {
      throw new IOException(
          "cannot unpack %s: its name leads out of the archive".formatted(Escapes.quoted(name)));
    }
    Files.createDirectories(Objects.requireNonNull(to.getParent()));
    try (OutputStream out = Files.newOutputStream(to)) {
      ArchiveFiles.read(
          file,
          Limit.ARCHIVE_LIBRARY,
          (bytes, length) -> {
            total += length;
            if (total >> 20 > Limit.ARCHIVE_LIBRARIES.most()) {
              throw new IOException(
                  "cannot unpack the archive: it has " + Limit.ARCHIVE_LIBRARIES.exceeded());
            }
            out.write(bytes, 0, length);
          });
    }
  }
}
