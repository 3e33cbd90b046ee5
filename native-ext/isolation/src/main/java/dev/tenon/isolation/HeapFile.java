package dev.tenon.isolation;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The list of live blocks that `heap_watch.c` keeps in a file while a library runs.
final class HeapFile {

  private static final int CAPACITY = 1 << 18;
  private static final int HEADER = 32;
  private static final int ENTRY = 24;
  private static final long LOST = 16;

  private final Path path;

  private HeapFile(Path path) {
    this.path = path;
  }

  /// A block that is live.
  ///
  /// @param caller the address behind the call of malloc, from where the library is mapped
  record Block(long address, long size, long caller) {}

  /// Makes an empty list.
  static HeapFile create(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(HEADER + (long) CAPACITY * ENTRY);
    }
    return new HeapFile(path);
  }

  /// The list in a file that another process made.
  static HeapFile at(Path path) {
    return new HeapFile(path);
  }

  /// Whether the library has been seen, so that an empty list means something.
  boolean isWatching() throws IOException {
    return read().getLong(0) != 0;
  }

  /// How many blocks found no room in the list.
  long lost() throws IOException {
    return read().getLong((int) LOST);
  }

  /// The live blocks.
  Set<Block> blocks() throws IOException {
    ByteBuffer file = read();
    List<Block> live = new ArrayList<>();
    for (int at = HEADER; at < file.limit(); at += ENTRY) {
      if (Long.compareUnsigned(file.getLong(at), 1) > 0) {
        live.add(new Block(file.getLong(at), file.getLong(at + 8), file.getLong(at + 16)));
      }
    }
    return new HashSet<>(live);
  }

  private ByteBuffer read() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.nativeOrder());
    }
  }
}
