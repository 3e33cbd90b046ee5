// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Reads files that others made: regular ones only, and no more of them than a [Limit] allows,
/// whatever size they claim to have. Works on every file system, archives included.
public final class BoundedFile {

  private static final char MARK = '\uFEFF';

  private static final int PIECE = 1 << 16;

  private BoundedFile() {}

  /// The content of a file.
  ///
  /// @throws RefusedFileException if it is not a regular file, or longer than the limit or the heap
  ///   allows
  /// @throws IOException if it cannot be read
  public static byte[] read(Path file, Limit limit) throws IOException {
    long size = requireRegular(file).size();
    if (size > limit.most()) {
      throw new RefusedFileException("it has " + limit.exceededBy(size));
    }
    if (ArchiveFiles.isInside(file)) {
      return readInside(file, limit);
    }
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(limit.most());
      if (bytes.length == limit.most() && stream.read() >= 0) {
        throw new RefusedFileException("it has " + limit.exceeded());
      }
      return bytes;
    } catch (OutOfMemoryError _) {
      // Too large an array does not harm anything else.
      throw new RefusedFileException("the heap has no room for its %d bytes".formatted(size));
    }
  }

  /// The checksum of the archive is compared, which its file system does not do.
  private static byte[] readInside(Path file, Limit limit) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ArchiveFiles.read(file, limit, (piece, length) -> bytes.write(piece, 0, length));
      return bytes.toByteArray();
    } catch (OutOfMemoryError _) {
      throw new RefusedFileException(
          "the heap has no room for its %d bytes".formatted(bytes.size()));
    }
  }

  /// The content of a file of UTF-8 text, without a byte order mark at its beginning.
  ///
  /// @throws CharacterCodingException if it is not UTF-8
  /// @throws RefusedFileException as [#read] does
  /// @throws IOException if it cannot be read
  public static String readText(Path file, Limit limit) throws IOException {
    byte[] bytes = read(file, limit);
    try {
      return text(bytes);
    } catch (OutOfMemoryError _) {
      throw new RefusedFileException(
          "the heap has no room for its %d bytes as text".formatted(bytes.length));
    }
  }

  /// The text that the bytes of a file are in UTF-8, without a byte order mark at their beginning.
  ///
  /// @throws CharacterCodingException if they are not UTF-8
  public static String text(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  /// The first bytes of a file.
  ///
  /// @param most how many, if there are as many
  /// @throws IOException if it cannot be read or is not a regular file
  public static byte[] readHead(Path file, int most) throws IOException {
    requireRegular(file);
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(most);
    }
  }

  /// The last bytes of a file, as UTF-8 text, for a report that quotes it.
  ///
  /// @throws IOException if it cannot be read or is not a regular file
  public static String readTail(Path file, Limit limit) throws IOException {
    try (FileChannel channel = open(file)) {
      long start = Math.max(0, channel.size() - limit.most());
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(limit.most(), channel.size() - start));
      while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {
        // Read until the buffer or the file is at its end.
      }
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }

  /// Opens a file for reading at places of the reader's choice, who bounds what is read.
  ///
  /// @throws RefusedFileException if it is not a regular file
  /// @throws IOException if it cannot be opened
  public static FileChannel open(Path file) throws IOException {
    requireRegular(file);
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /// Checks the size of an entry of an archive by unpacking it: its header may claim less.
  ///
  /// @throws RefusedFileException if it is longer than the limit
  /// @throws IOException if it cannot be read
  public static void requireUnpackedSize(InputStream entry, Limit limit) throws IOException {
    byte[] piece = new byte[PIECE];
    long size = 0;
    for (int read = entry.read(piece); read >= 0; read = entry.read(piece)) {
      size += read;
      if (size > limit.most()) {
        throw new RefusedFileException("unpacked it has " + limit.exceeded());
      }
    }
  }

  /// Checks that to open a file does not wait and to read it comes to an end.
  ///
  /// @throws RefusedFileException if it is a directory, pipe, socket or device
  /// @throws IOException if there is no such file or its kind cannot be read
  public static BasicFileAttributes requireRegular(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new RefusedFileException(
          attributes.isDirectory()
              ? "it is a directory, expected a regular file"
              : "it is a pipe, socket or device, expected a regular file");
    }
    return attributes;
  }
}
