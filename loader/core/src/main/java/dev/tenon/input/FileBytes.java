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

  /// Those of a file in an archive.
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
