// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import dev.tenon.input.FileStamp;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A copy of a file in the temporary folder, which is deleted when it has been opened: what has it
/// open keeps reading it, and nobody else can change it.
///
/// @param file the copy
/// @param stamp what the original was like when it was copied; null for one that is in an archive
record TemporaryCopy(Path file, @Nullable FileStamp stamp) implements AutoCloseable {

  private static final int ATTEMPTS = 100;

  /// Copies a file. One that changes meanwhile is copied again.
  ///
  /// @throws IOException if it cannot be read or copied, or does not stop changing
  static TemporaryCopy of(Path original) throws IOException {
    if (!isOnDisk(original)) {
      return unpacked(original);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileStamp before = FileStamp.of(original);
      if (!before.isRegular()) {
        throw new IOException("it is not a regular file");
      }
      Path copy = newFile();
      try (FileChannel from = FileChannel.open(original);
          FileChannel to = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        transfer(from, to);
      } catch (Throwable failure) {
        Files.deleteIfExists(copy);
        throw failure;
      }
      if (before.equals(FileStamp.of(original))) {
        return new TemporaryCopy(copy, before);
      }
      Files.deleteIfExists(copy);
    }
    throw new IOException("it changes while it is read");
  }

  /// Copies what an open file holds.
  static TemporaryCopy of(FileChannel original) throws IOException {
    Path copy = newFile();
    try (FileChannel to = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      transfer(original, to);
      return new TemporaryCopy(copy, null);
    } catch (Throwable failure) {
      Files.deleteIfExists(copy);
      throw failure;
    }
  }

  static boolean isOnDisk(Path file) {
    return file.getFileSystem().equals(FileSystems.getDefault());
  }

  private static void transfer(FileChannel from, FileChannel to) throws IOException {
    long size = from.size();
    long done = 0;
    while (done < size) {
      long more = from.transferTo(done, size - done, to);
      if (more <= 0) {
        return;
      }
      done += more;
    }
  }

  private static TemporaryCopy unpacked(Path original) throws IOException {
    Path copy = newFile();
    try (InputStream from = Files.newInputStream(original);
        FileChannel to = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      int most = Limit.NESTED_ARCHIVE.most();
      long done = to.transferFrom(Channels.newChannel(from), 0, most);
      if (done == most && from.read() >= 0) {
        throw new IOException(
            "unpacked it has %s; put it on disk".formatted(Limit.NESTED_ARCHIVE.exceeded()));
      }
      return new TemporaryCopy(copy, null);
    } catch (Throwable failure) {
      Files.deleteIfExists(copy);
      throw failure;
    }
  }

  private static Path newFile() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    FileAttribute<?>[] rights =
        folder.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    for (int attempt = 0; ; attempt++) {
      // Files.createTempFile would seed a secure random generator, at the start of the process.
      Path file =
          folder.resolve(
              "tenon-%d-%x.jar".formatted(ProcessHandle.current().pid(), System.nanoTime()));
      try {
        Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)
            .close();
        return file;
      } catch (FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /// Deletes the copy, or leaves that to the end of the process where an open file cannot be
  /// deleted.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      file.toFile().deleteOnExit();
    }
  }
}
