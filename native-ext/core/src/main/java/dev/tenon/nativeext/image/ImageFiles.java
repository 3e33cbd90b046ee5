// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.input.FileProblem;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.spi.CodeFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Maps bytes as a library: from a file in memory, or where there can be none from a file on disk
/// that is removed at once. The system property `tenon.image.folder` names the folder for such
/// files and lets all images be made there.
public final class ImageFiles {

  private static final String FOLDER = "tenon.image.folder";

  private final Calls calls;
  private final Optional<Path> folder;

  ImageFiles(Calls calls, Optional<Path> folder) {
    this.calls = calls;
    this.folder = folder;
  }

  /// The images of this process.
  static ImageFiles ofProcess(Calls calls) {
    return new ImageFiles(calls, Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of));
  }

  /// What the system does.
  interface Calls {
    /// Maps the library in a file.
    ///
    /// @return its handle
    /// @throws LinkFailure if the dynamic linker refuses it
    long open(String place) throws LinkFailure;
  }

  /// The bytes of an image, which whoever made them frees. What was mapped from their file stays
  /// mapped.
  interface Content {
    /// The bytes.
    ByteBuffer bytes();

    /// Lets nobody change them any more.
    ///
    /// @return the descriptor of the file in memory that holds them, or an `errno` below 0 if there
    ///   is none
    long seal();

    /// The number of the file in memory, which no other one in the process has that is mapped. The
    /// dynamic linker takes equal names for one library, and descriptors are used again.
    long number();
  }

  /// A mapped image.
  ///
  /// @param name what the dynamic linker knows it as
  public record Mapped(long handle, String name) {}

  /// Maps bytes.
  ///
  /// @param file where they come from
  /// @throws LinkFailure if the dynamic linker refuses them, or there can be no file for them
  Mapped map(Path file, Content content) throws LinkFailure {
    if (folder.isPresent()) {
      return mapFromDisk(file, content.bytes(), "");
    }
    long descriptor = content.seal();
    if (descriptor < 0) {
      return mapFromDisk(
          file, content.bytes(), "no file in memory (error %d); ".formatted(-descriptor));
    }
    try {
      return open(place(descriptor, content.number()), file);
    } catch (LinkFailure e) {
      if (!isAboutMapping(e)) {
        throw e;
      }
      return mapFromDisk(file, content.bytes(), e.getMessage() + "; ");
    }
  }

  private Mapped open(String place, Path file) throws LinkFailure {
    try {
      return new Mapped(calls.open(place), place);
    } catch (LinkFailure e) {
      throw new LinkFailure(String.valueOf(e.getMessage()).replace(place, file.toString()));
    }
  }

  /// Whether the system does not let a file be mapped, rather than the linker what is in it.
  private static boolean isAboutMapping(LinkFailure failure) {
    String text = String.valueOf(failure.getMessage());
    return text.contains("failed to map segment")
        || text.contains("cannot open shared object file")
        || text.contains("not permitted")
        || text.contains("denied");
  }

  /// A name for a descriptor that no other number gives.
  static String place(long descriptor, long number) {
    StringBuilder place = new StringBuilder("/proc/self/fd/");
    for (long rest = number; rest > 0; rest >>= 1) {
      place.append((rest & 1) == 0 ? "./" : "../fd/");
    }
    return place.append(descriptor).toString();
  }

  private Mapped mapFromDisk(Path file, ByteBuffer bytes, String before) throws LinkFailure {
    Path place = folder.orElse(null);
    Path copy = null;
    try {
      place = place == null ? CodeFolder.choose() : place;
      copy = Files.createTempFile(place, "tenon-image-", "-" + file.getFileName());
      write(copy, bytes);
      return open(copy.toAbsolutePath().toString(), file);
    } catch (IOException e) {
      throw new LinkFailure(
          place == null
              ? before + e.getMessage()
              : "%sno copy of it can be written into %s: %s (the system property %s names another folder)"
                  .formatted(before, place, FileProblem.reason(e), FOLDER));
    } catch (LinkFailure e) {
      throw isAboutMapping(e)
          ? new LinkFailure(
              "%s%s, copied into %s (the system property %s names another folder)"
                  .formatted(before, e.getMessage(), place, FOLDER))
          : e;
    } finally {
      remove(copy);
    }
  }

  private static void write(Path copy, ByteBuffer bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static void remove(@Nullable Path copy) {
    try {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    } catch (IOException _) {
      copy.toFile().deleteOnExit();
    }
  }
}
