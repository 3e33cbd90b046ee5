// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.error.Diagnosis;
import dev.tenon.imports.path.Platform;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileBytes;
import dev.tenon.input.FileProblem;
import dev.tenon.input.RefusedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at the head of a library file before it is mapped. The dynamic linker crashes the process
/// on some damaged files and is short of words on the others.
public final class LibraryFile {

  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int SHARED_OBJECT = 3;
  private static final int LOADABLE = 1;
  private static final String REBUILD = "rebuild it with cc -shared -fPIC for this machine";

  private final Path file;

  public LibraryFile(Path file) {
    this.file = file;
  }

  /// What is wrong with the file; empty for one that can be mapped.
  public Optional<Diagnosis> findFault() {
    return findFault(Platform.current());
  }

  /// What is wrong with the file as a library of a platform, which need not be this one.
  public Optional<Diagnosis> findFault(Platform platform) {
    try (FileBytes channel = FileBytes.open(file)) {
      return findFault(channel, platform);
    } catch (IOException e) {
      return Optional.of(unreadable(e));
    }
  }

  /// What is wrong with a library that is open.
  ///
  /// @param platform what it is wanted for; null for any
  public static Optional<Diagnosis> findFault(FileBytes bytes, @Nullable Platform platform)
      throws IOException {
    return check(new InFile(bytes), platform);
  }

  /// What is wrong with a file that cannot be read.
  public static Diagnosis unreadable(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ ->
          new Diagnosis(
              "the file does not exist", "a shared library", "build it or correct the path");
      case RefusedFileException refused ->
          new Diagnosis(
              String.valueOf(refused.getMessage()), "a shared library", "correct the path");
      default ->
          new Diagnosis(
              "the file cannot be read: " + FileProblem.reason(failure),
              "a readable shared library",
              "correct its permissions or the path");
    };
  }

  /// As [#findFault()], for a library that has been read already.
  public static Optional<Diagnosis> findFault(ByteBuffer bytes) throws IOException {
    return check(new InMemory(bytes), Platform.current());
  }

  /// The bytes of a library, wherever they are.
  private sealed interface Bytes {
    long size() throws IOException;

    /// Some of them; fewer at their end.
    ByteBuffer read(long position, int length) throws IOException;
  }

  private record InFile(FileBytes channel) implements Bytes {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public ByteBuffer read(long position, int length) throws IOException {
      return LibraryFile.read(channel, position, length);
    }
  }

  private record InMemory(ByteBuffer bytes) implements Bytes {
    @Override
    public long size() {
      return bytes.capacity();
    }

    @Override
    public ByteBuffer read(long position, int length) {
      int start = (int) Math.min(position, bytes.capacity());
      return bytes
          .slice(start, Math.min(length, bytes.capacity() - start))
          .order(ByteOrder.nativeOrder());
    }
  }

  private static Optional<Diagnosis> fault(String found, String expected, String remedy) {
    return Optional.of(new Diagnosis(found, expected, remedy));
  }

  private static Optional<Diagnosis> check(Bytes bytes, @Nullable Platform platform)
      throws IOException {
    ByteBuffer head = bytes.read(0, HEADER_SIZE);
    if (!isElf(head)) {
      return fault(
          "found " + describe(head),
          platform == null || platform.usesElf()
              ? "an ELF shared library"
              : "a shared library for " + platform,
          REBUILD);
    }
    if (head.limit() < HEADER_SIZE) {
      return fault(
          "found an ELF file cut off after %d bytes".formatted(head.limit()),
          "a whole ELF shared library",
          "build or copy it again");
    }
    if (head.get(4) != 2
        || head.get(5) != (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2)) {
      return fault(
          "found an ELF file of %d bits, %s endian"
              .formatted(head.get(4) * 32, head.get(5) == 1 ? "little" : "big"),
          "one of 64 bits in this machine's byte order",
          REBUILD);
    }
    return checkMachine(bytes, head, platform);
  }

  /// Whether a file begins as ELF files do.
  public static boolean isElf(ByteBuffer head) {
    return head.limit() >= 16
        && head.get(0) == 0x7F
        && head.get(1) == 'E'
        && head.get(2) == 'L'
        && head.get(3) == 'F';
  }

  private static String describe(ByteBuffer head) {
    if (head.limit() == 0) {
      return "an empty file";
    }
    byte[] start = new byte[Math.min(16, head.limit())];
    head.get(0, start);
    boolean text = true;
    for (byte each : start) {
      text &= each >= ' ' || each == '\n' || each == '\t' || each == '\r';
    }
    return text
        ? "a text file that begins with %s"
            .formatted(Escapes.quoted(new String(start, StandardCharsets.ISO_8859_1).strip()))
        : "a file of an unknown format";
  }

  private static Optional<Diagnosis> checkMachine(
      Bytes bytes, ByteBuffer head, @Nullable Platform platform) throws IOException {
    int type = head.getShort(16);
    int machine = head.getShort(18) & 0xFFFF;
    Optional<ElfMachine> wanted = platform == null ? Optional.empty() : ElfMachine.of(platform);
    if (wanted.isPresent() && machine != wanted.get().number()) {
      return fault(
          "found a library for %s".formatted(nameOf(machine)),
          "one for %s".formatted(wanted.get()),
          REBUILD);
    }
    if (type != SHARED_OBJECT) {
      return fault(
          "found an ELF file of type %d".formatted(type),
          "a shared library (type %d)".formatted(SHARED_OBJECT),
          REBUILD);
    }
    return checkSegments(bytes, head);
  }

  private static String nameOf(int machine) {
    return ElfMachine.numbered(machine)
        .map(ElfMachine::toString)
        .orElse("machine number " + machine);
  }

  /// A segment beyond the end of the file would end the process with a bus error when it is
  /// touched.
  private static Optional<Diagnosis> checkSegments(Bytes bytes, ByteBuffer head)
      throws IOException {
    long table = head.getLong(32);
    int count = head.getShort(56) & 0xFFFF;
    long size = bytes.size();
    long needed = table + (long) count * PROGRAM_HEADER_SIZE;
    if (table >= 0 && needed <= size) {
      ByteBuffer headers = bytes.read(table, count * PROGRAM_HEADER_SIZE);
      if (headers.limit() < count * PROGRAM_HEADER_SIZE) {
        size = table + headers.limit(); // somebody is writing the file
      }
      for (int start = 0;
          start + PROGRAM_HEADER_SIZE <= headers.limit();
          start += PROGRAM_HEADER_SIZE) {
        if (headers.getInt(start) == LOADABLE) {
          needed = Math.max(needed, headers.getLong(start + 8) + headers.getLong(start + 32));
        }
      }
    }
    return needed <= size && table >= 0
        ? Optional.empty()
        : fault(
            "found an ELF file cut off after %d bytes".formatted(size),
            "at least %d bytes, as its header says".formatted(needed),
            "build or copy it again");
  }

  public static ByteBuffer read(FileBytes channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
      // Read until the buffer or the file is at its end.
    }
    return buffer.flip();
  }
}
