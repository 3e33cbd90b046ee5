// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.Diagnosis;
import dev.tenon.input.ArchiveFiles;
import dev.tenon.input.FileStamp;
import dev.tenon.input.Limit;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.elf.LibraryFile;
import dev.tenon.nativeext.memory.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The bytes of a library as they were read once, in memory that nobody outside of the process can
/// change: what is checked and hashed is what is mapped. One thread uses it.
final class LibraryCopy implements ImageFiles.Content, AutoCloseable {

  private static final int ATTEMPTS = 100;

  private static final long PAUSE_NANOS = 10_000_000;

  /// The clocks with which local file systems stamp changes tick at most that far apart.
  private static final long TICK_MILLIS = 12;

  /// A file that changed so short a time ago may not be whole yet.
  private static final long FRESH_MILLIS = 500;

  private static final int NOT_PERMITTED = 1;
  private static final int NO_SUCH_FILE = 2;
  private static final int DENIED = 13;

  private final ImageCalls calls;
  private final Arena arena;
  private final long copy;
  private final FileStamp stamp;
  private final String hash;

  @SuppressWarnings("NullableOptional") // null until it was looked for
  private @Nullable Optional<Diagnosis> fault;

  private LibraryCopy(ImageCalls calls, Arena arena, long copy, FileStamp stamp) {
    this.calls = calls;
    this.arena = arena;
    this.copy = copy;
    this.stamp = stamp;
    this.hash = HexFormat.of().formatHex(Memory.getBytes(copy + Abi.COPY_HASH, 32));
  }

  /// Reads a library. One that is being written is read again until it stays as it is; one that
  /// cannot be mapped and changed just now gets some time to become whole.
  ///
  /// @param seen what the file was like a moment ago
  /// @param name shows in lists of what is mapped
  /// @throws IOException if it cannot be read, is too large, or does not stop changing
  static LibraryCopy of(ImageCalls calls, Path file, FileStamp seen, String name)
      throws IOException {
    if (ArchiveFiles.isInside(file)) {
      return unpack(calls, file, seen, name);
    }
    FileStamp before = seen;
    for (int attempt = 0; ; attempt++) {
      boolean isLast = attempt == ATTEMPTS;
      before = isLast ? before : settled(file, before);
      LibraryCopy made = read(calls, file, name, before);
      if (made != null) {
        boolean isWhole = made.findFault().isEmpty() || !isFresh(before);
        if (isLast || (made.isOf(before) && isWhole)) {
          return made;
        }
        made.close();
      }
      if (isLast) {
        throw new IOException("it changes while it is read");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      before = FileStamp.of(file);
    }
  }

  /// Unpacks a library of an archive, which does not change.
  private static LibraryCopy unpack(ImageCalls calls, Path file, FileStamp stamp, String name)
      throws IOException {
    long size = ArchiveFiles.requireBounded(file, Limit.ARCHIVE_LIBRARY);
    Arena arena = Arena.ofConfined();
    boolean isDone = false;
    try {
      long copy = arena.allocate(Abi.COPY_SIZE, 8).address();
      int failure = (int) -calls.copyRoom(size, name, copy);
      if (failure != 0) {
        throw new IOException(
            "there is no room for its %d bytes: error %d of the system".formatted(size, failure));
      }
      boolean isWhole = false;
      try {
        ByteBuffer room = bytesOf(copy);
        ArchiveFiles.read(
            file, Limit.ARCHIVE_LIBRARY, (piece, length) -> room.put(piece, 0, length));
        calls.hashCopy(copy);
        isWhole = true;
      } finally {
        if (!isWhole) {
          calls.freeCopy(copy);
        }
      }
      isDone = true;
      return new LibraryCopy(calls, arena, copy, stamp);
    } finally {
      if (!isDone) {
        arena.close();
      }
    }
  }

  /// The stamp of a file that did not change within the current tick of the clock: a change within
  /// it would not show.
  private static FileStamp settled(Path file, FileStamp seen) throws IOException {
    long age = seen.age(System.currentTimeMillis());
    if (age >= 0 && age < TICK_MILLIS) {
      LockSupport.parkNanos((TICK_MILLIS - age) * 1_000_000);
      return FileStamp.of(file);
    }
    return seen;
  }

  /// Whether what was read is the file with a stamp, as far as the system records when it changed.
  private boolean isOf(FileStamp stamp) {
    FileTime changed = stamp.changed();
    return changed == null
        || (changed.to(TimeUnit.NANOSECONDS) == Memory.getLong(copy + Abi.COPY_CHANGED)
            && stamp.size() == Memory.getLong(copy + Abi.COPY_BYTES));
  }

  private static boolean isFresh(FileStamp stamp) {
    long age = stamp.age(System.currentTimeMillis());
    return age >= 0 && age < FRESH_MILLIS;
  }

  /// @return null if the file changed meanwhile
  private static @Nullable LibraryCopy read(
      ImageCalls calls, Path file, String name, FileStamp stamp) throws IOException {
    Arena arena = Arena.ofConfined();
    boolean isDone = false;
    try {
      long copy = arena.allocate(Abi.COPY_SIZE, 8).address();
      int failure = (int) -calls.newCopy(file, name, copy, Limit.LIBRARY.most());
      if (failure != 0 && failure != Abi.COPY_CHANGES) {
        throw failure(file, failure, Memory.getLong(copy + Abi.COPY_BYTES));
      }
      isDone = failure == 0;
      return isDone ? new LibraryCopy(calls, arena, copy, stamp) : null;
    } finally {
      if (!isDone) {
        arena.close();
      }
    }
  }

  private static IOException failure(Path file, int number, long size) {
    return switch (number) {
      case NO_SUCH_FILE -> new NoSuchFileException(file.toString());
      case DENIED, NOT_PERMITTED -> new AccessDeniedException(file.toString());
      case Abi.COPY_NOT_REGULAR ->
          new IOException("it is a directory, pipe, socket or device, expected a regular file");
      case Abi.COPY_TOO_LARGE -> new IOException("it has " + Limit.LIBRARY.exceededBy(size));
      default -> new IOException("%s: error %d of the system".formatted(file, number));
    };
  }

  /// What is wrong with the bytes; empty for those that can be mapped.
  Optional<Diagnosis> findFault() throws IOException {
    Optional<Diagnosis> known = fault;
    if (known == null) {
      known = LibraryFile.findFault(bytes());
      fault = known;
    }
    return known;
  }

  /// What the file was like when it was read.
  FileStamp stamp() {
    return stamp;
  }

  /// SHA-256 of what was read, in hexadecimal digits.
  String hash() {
    return hash;
  }

  @Override
  public ByteBuffer bytes() {
    return bytesOf(copy);
  }

  private static ByteBuffer bytesOf(long copy) {
    return Memory.at(Memory.getLong(copy + Abi.COPY_ADDRESS), Memory.getLong(copy + Abi.COPY_BYTES))
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /// Makes room for more bytes behind those that there are.
  ///
  /// @return all of them; buffers that were given before must not be used any more
  /// @throws IOException if there is no room
  ByteBuffer enlarge(int size) throws IOException {
    long failure = calls.growCopy(copy, size);
    if (failure != 0) {
      throw new IOException("there is no room for its copy: error %d".formatted(-failure));
    }
    return bytes();
  }

  @Override
  public long seal() {
    return calls.sealCopy(copy);
  }

  @Override
  public long number() {
    return Memory.getLong(copy + Abi.COPY_NUMBER);
  }

  @Override
  public void close() {
    calls.freeCopy(copy);
    arena.close();
  }
}
