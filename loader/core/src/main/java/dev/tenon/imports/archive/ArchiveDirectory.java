// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Looks at the end of an archive before the JDK opens it: the JDK reads the directory of an
/// archive into memory as a whole, and manifests and lists of services as well.
final class ArchiveDirectory {

  private static final int END_SIZE = 22;
  private static final int END_SIGNATURE = 0x06054B50;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int DIRECTORY_SIZE_AT = 12;
  private static final int LARGE_LOCATOR_SIZE = 20;
  private static final int LARGE_LOCATOR_SIGNATURE = 0x07064B50;
  private static final int LARGE_END_SIZE = 56;
  private static final int LARGE_DIRECTORY_SIZE_AT = 40;
  private static final List<String> METADATA =
      List.of("META-INF/MANIFEST.MF", "META-INF/services/dev.tenon.module.ModuleProvider");

  private ArchiveDirectory() {}

  /// Checks the size of the directory of an archive on disk. What is not an archive passes: the JDK
  /// says what is wrong with it.
  ///
  /// @throws IOException if it is longer than [Limit#ARCHIVE_DIRECTORY], or the file cannot be read
  static void requireBounded(Path file) throws IOException {
    try (FileChannel channel = BoundedFile.open(file)) {
      long size = directorySize(channel);
      if (size > Limit.ARCHIVE_DIRECTORY.most()) {
        throw new IOException("its directory has " + Limit.ARCHIVE_DIRECTORY.exceededBy(size));
      }
    }
  }

  private static long directorySize(FileChannel channel) throws IOException {
    int length = (int) Math.min(channel.size(), END_SIZE + LONGEST_COMMENT);
    long start = channel.size() - length;
    ByteBuffer tail = read(channel, start, length);
    for (int at = tail.limit() - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        long size = tail.getInt(at + DIRECTORY_SIZE_AT) & 0xFFFF_FFFFL;
        return size == 0xFFFF_FFFFL ? largeSize(channel, start + at) : size;
      }
    }
    return 0;
  }

  /// The size as archives of more than 4 GiB have it.
  private static long largeSize(FileChannel channel, long end) throws IOException {
    ByteBuffer locator = read(channel, end - LARGE_LOCATOR_SIZE, LARGE_LOCATOR_SIZE);
    if (locator.limit() < LARGE_LOCATOR_SIZE || locator.getInt(0) != LARGE_LOCATOR_SIGNATURE) {
      return 0xFFFF_FFFFL;
    }
    ByteBuffer record = read(channel, locator.getLong(8), LARGE_END_SIZE);
    return record.limit() < LARGE_END_SIZE
        ? Long.MAX_VALUE
        : Math.max(record.getLong(LARGE_DIRECTORY_SIZE_AT), 0);
  }

  private static ByteBuffer read(FileChannel channel, long start, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    long from = start;
    while (from >= 0 && bytes.hasRemaining()) {
      int read = channel.read(bytes, from);
      if (read < 0) {
        break;
      }
      from += read;
    }
    return bytes.flip();
  }

  /// Checks the entries that a class loader reads as a whole before any class.
  ///
  /// @throws IOException if one is longer than [Limit#ARCHIVE_METADATA], or the archive cannot be
  ///   read
  static void requireBoundedMetadata(ZipFile archive) throws IOException {
    for (String name : METADATA) {
      ZipEntry entry = archive.getEntry(name);
      if (entry != null) {
        requireBounded(archive, entry);
      }
    }
  }

  private static void requireBounded(ZipFile archive, ZipEntry entry) throws IOException {
    try (InputStream content = archive.getInputStream(entry)) {
      BoundedFile.requireUnpackedSize(content, Limit.ARCHIVE_METADATA);
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(entry.getName(), e.getMessage()), e);
    }
  }
}
