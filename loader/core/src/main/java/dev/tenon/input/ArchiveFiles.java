// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Files in archives that are open as file systems. A path in one does not show which archive it
/// belongs to, so archives are registered with their places. Any thread may use it.
public final class ArchiveFiles {

  private static final Map<FileSystem, Opened> OPENED =
      Collections.synchronizedMap(new WeakHashMap<>());
  private static final Map<String, WeakReference<FileSystem>> BY_PLACE = new ConcurrentHashMap<>();

  private ArchiveFiles() {}

  /// @param place the path entry that leads to the archive
  /// @param duplicates the names that more than one entry has
  /// @param identity distinguishes it from others, and may outlive it
  private record Opened(String place, Supplier<Set<String>> duplicates, Object identity) {}

  /// Identifies a file in an archive as it was opened, without keeping that open.
  private record Key(Object archive, String name) {}

  /// Registers an archive.
  ///
  /// @param files its contents
  /// @param place the path entry that leads to it
  /// @param duplicates the names that more than one of its entries has; it is asked when a library
  ///   is read, and must not refer to `files`
  public static void register(FileSystem files, String place, Supplier<Set<String>> duplicates) {
    OPENED.put(files, new Opened(place, duplicates, new Object()));
    BY_PLACE.values().removeIf(known -> known.refersTo(null));
    BY_PLACE.put(place, new WeakReference<>(files));
  }

  /// Whether a file lies in an archive, or in another file system that is not on disk.
  public static boolean isInside(Path file) {
    return file.getFileSystem() != FileSystems.getDefault();
  }

  /// The path of a file for messages and reports: `/srv/app.jar!/a/b.so` for one in an archive.
  public static Path shown(Path file) {
    if (!isInside(file)) {
      return file;
    }
    Opened opened = OPENED.get(file.getFileSystem());
    String name = file.toAbsolutePath().normalize().toString();
    return Path.of(opened == null ? file.toUri().toString() : opened.place() + "!" + name);
  }

  /// The file that a path made by [#shown] stands for, as long as the archive is open; any other
  /// path as it is.
  public static Path resolve(Path file) {
    if (isInside(file)) {
      return file;
    }
    String text = file.toString();
    for (int end = text.lastIndexOf(ArchivePlace.INSIDE);
        end > 0;
        end = text.lastIndexOf(ArchivePlace.INSIDE, end - 1)) {
      WeakReference<FileSystem> known = BY_PLACE.get(text.substring(0, end));
      FileSystem files = known == null ? null : known.get();
      if (files != null) {
        return files.getPath(text.substring(end + 1));
      }
    }
    return file;
  }

  /// What distinguishes a file in an archive from those in others, and in other versions of the
  /// archive.
  static @Nullable Object keyOf(Path file) {
    Opened opened = OPENED.get(file.getFileSystem());
    return opened == null
        ? null
        : new Key(opened.identity(), file.toAbsolutePath().normalize().toString());
  }

  /// Whether a key was made by [#keyOf]: what it stands for does not change.
  static boolean isKey(@Nullable Object key) {
    return key instanceof Key;
  }

  /// Takes the bytes of a file in an archive, which may be gone after the call.
  @FunctionalInterface
  public interface Reader {
    void read(byte[] bytes, int length) throws IOException;
  }

  /// Reads a file in an archive piece by piece, and checks that it is the only one of its name and
  /// has the size and the checksum that the archive states.
  ///
  /// @throws RefusedFileException if it is not a regular file, longer than the limit, or stored
  ///   twice
  /// @throws IOException if it cannot be read or is damaged
  public static void read(Path file, Limit limit, Reader reader) throws IOException {
    long size = requireBounded(file, limit);
    CRC32 sum = new CRC32();
    long done = 0;
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] piece = new byte[1 << 16];
      for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
        done += count;
        if (done > size) {
          throw new IOException(
              "the archive is damaged: the entry has more than the %d bytes that it is said to have"
                  .formatted(size));
        }
        sum.update(piece, 0, count);
        reader.read(piece, count);
      }
    } catch (RuntimeException e) {
      // What file systems of archives raise for damaged contents is not always an IOException.
      throw new IOException("the archive is damaged: " + e.getMessage(), e);
    }
    if (done < size) {
      throw new IOException(
          "the archive is damaged: the entry has %d of the %d bytes that it is said to have"
              .formatted(done, size));
    }
    requireChecksum(file, sum.getValue());
  }

  /// The size of a file in an archive, which is read only if it may be.
  ///
  /// @throws RefusedFileException as [#read]
  public static long requireBounded(Path file, Limit limit) throws IOException {
    long size = BoundedFile.requireRegular(file).size();
    if (size > limit.most()) {
      throw new RefusedFileException("unpacked it has " + limit.exceededBy(size));
    }
    Opened opened = OPENED.get(file.getFileSystem());
    String name = file.toAbsolutePath().normalize().toString().substring(1);
    if (opened != null && opened.duplicates().get().contains(name)) {
      throw new RefusedFileException(
          "the archive has more than one entry of this name, expected one");
    }
    return size;
  }

  private static void requireChecksum(Path file, long found) throws IOException {
    Object told = null;
    try {
      told = Files.getAttribute(file, "zip:crc");
    } catch (UnsupportedOperationException | IllegalArgumentException _) {
      return; // it is no archive that has any
    }
    if (told instanceof Long expected && expected != found) {
      throw new IOException(
          "the archive is damaged: the entry has the checksum %08x, expected %08x"
              .formatted(found, expected));
    }
  }
}
