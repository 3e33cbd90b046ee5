// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// The bytes of a file on disk or in an archive, read at places of the reader's choice, who bounds
/// what is read. A file in an archive is unpacked into memory. One thread uses it.
public sealed interface FileBytes extends AutoCloseable {

  /// Opens a file for reading.
  ///
  /// @throws RefusedFileException if it is not a regular file, or one in an archive that is longer
  ///   than [Limit#ARCHIVE_LIBRARY]
  /// @throws IOException if it cannot be opened
  static FileBytes open(Path file) throws IOException {
    Path real = ArchiveFiles.resolve(file);
    return ArchiveFiles.isInside(real)
        ? new InMemory(ByteBuffer.wrap(BoundedFile.read(real, Limit.ARCHIVE_LIBRARY)))
        : new OnDisk(BoundedFile.open(real));
  }

  /// Reads all of a file once, so that all that is read from it later is of the same bytes. They
  /// are outside of the heap.
  ///
  /// @throws RefusedFileException if it is not a regular file, longer than [Limit#LIBRARY] or, in
  ///   an archive, [Limit#ARCHIVE_LIBRARY], or there is no room for it
  /// @throws IOException if it cannot be read
  static InMemory readWhole(Path file) throws IOException {
    FileBytes opened = open(file);
    if (opened instanceof InMemory whole) {
      return whole;
    }
    try (opened) {
      long size = opened.size();
      if (size > Limit.LIBRARY.most()) {
        throw new RefusedFileException("it has " + Limit.LIBRARY.exceededBy(size));
      }
      ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(size));
      while (bytes.hasRemaining() && opened.read(bytes, bytes.position()) >= 0) {
        // Read until the room or the file is at its end.
      }
      return new InMemory(bytes.flip());
    } catch (OutOfMemoryError _) {
      throw new RefusedFileException("there is no room for its bytes");
    }
  }

  /// How many there are.
  long size() throws IOException;

  /// Reads some of them.
  ///
  /// @param position of the first one, not below 0
  /// @return how many were read; below 0 at the end
  int read(ByteBuffer into, long position) throws IOException;

  @Override
  void close() throws IOException;

  /// Those of a file on disk, which may change.
  record OnDisk(FileChannel channel) implements FileBytes {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// Those of a file in an archive, or of one that was read as a whole.
  record InMemory(ByteBuffer bytes) implements FileBytes {
    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public int read(ByteBuffer into, long position) {
      if (position < 0) {
        throw new IllegalArgumentException("negative position " + position);
      }
      if (position >= bytes.limit()) {
        return -1;
      }
      int length = (int) Math.min(into.remaining(), bytes.limit() - position);
      into.put(bytes.slice((int) position, length));
      return length;
    }

    @Override
    public void close() {
      // Memory is freed by the garbage collector.
    }
  }
}
