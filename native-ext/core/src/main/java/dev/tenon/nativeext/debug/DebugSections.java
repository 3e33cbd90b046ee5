// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import dev.tenon.input.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The debug sections of an ELF file, decompressed. A file that is not an ELF library of this
/// machine's width and byte order has none.
final class DebugSections {

  /// Larger sections, and files whose debug sections are larger together, are refused.
  private static final long MAX_TOTAL = 1L << 28;

  private static final int HEADER_SIZE = 64;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int NO_BITS = 8;
  private static final int COMPRESSED = 0x800;
  private static final int COMPRESSION_HEADER_SIZE = 24;
  private static final int ZLIB = 1;
  private static final String OLD_COMPRESSED = ".zdebug_";

  private final Map<String, ByteBuffer> sections = new HashMap<>();
  private final ReadBudget budget = new ReadBudget();
  private long total;

  private DebugSections() {}

  /// Reads the debug sections of a file.
  ///
  /// @throws IOException if the file cannot be read, or a section is damaged, too large, or
  ///   compressed with something else than zlib
  static DebugSections of(Path file) throws IOException {
    DebugSections read = new DebugSections();
    try (FileBytes channel = FileBytes.open(file)) {
      read.read(channel, file);
    } catch (DataFormatException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException("a debug section of %s is damaged".formatted(file), e);
    }
    return read;
  }

  /// A cursor at the start of section `.debug_NAME`, which is empty if there is none.
  ByteCursor section(String name) {
    return new ByteCursor(
        sections.getOrDefault(name, ByteBuffer.allocate(0).order(ByteOrder.nativeOrder())), budget);
  }

  ReadBudget budget() {
    return budget;
  }

  private void read(FileBytes channel, Path file) throws IOException, DataFormatException {
    try {
      read(channel);
    } catch (RefusedException e) {
      throw new IOException(
          "cannot read the debug information of %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private void read(FileBytes channel) throws IOException, DataFormatException {
    ByteBuffer head = part(channel, 0, Math.min(HEADER_SIZE, channel.size()));
    if (head.limit() < HEADER_SIZE || !isElf(head)) {
      return;
    }
    int count = head.getShort(60) & 0xFFFF;
    int names = head.getShort(62) & 0xFFFF;
    if (names >= count || head.getShort(58) != SECTION_HEADER_SIZE) {
      return;
    }
    ByteBuffer headers = part(channel, head.getLong(40), (long) count * SECTION_HEADER_SIZE);
    int namesAt = names * SECTION_HEADER_SIZE;
    ByteBuffer texts = part(channel, headers.getLong(namesAt + 24), headers.getLong(namesAt + 32));
    for (int at = 0; at < headers.limit(); at += SECTION_HEADER_SIZE) {
      String name = name(texts, headers.getInt(at));
      boolean isOld = name.startsWith(OLD_COMPRESSED);
      if ((isOld || name.startsWith(".debug_")) && headers.getInt(at + 4) != NO_BITS) {
        ByteBuffer stored = part(channel, headers.getLong(at + 24), headers.getLong(at + 32));
        boolean isCompressed = (headers.getLong(at + 8) & COMPRESSED) != 0;
        sections.putIfAbsent(
            name.substring(name.indexOf('_') + 1),
            isOld ? inflateOld(stored) : isCompressed ? inflate(name, stored) : stored);
      }
    }
  }

  private static boolean isElf(ByteBuffer head) {
    int order = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2;
    return head.get(0) == 0x7F
        && head.get(1) == 'E'
        && head.get(2) == 'L'
        && head.get(3) == 'F'
        && head.get(4) == 2
        && head.get(5) == order;
  }

  private static String name(ByteBuffer texts, int at) {
    int end = at;
    while (texts.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - at];
    texts.get(at, text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  /// A stretch of the file, which counts towards the total.
  private ByteBuffer part(FileBytes channel, long position, long length) throws IOException {
    if (position < 0 || length < 0 || position > channel.size() - length) {
      throw new IndexOutOfBoundsException("%d bytes at %d".formatted(length, position));
    }
    ByteBuffer bytes = ByteBuffer.allocate(counted(length)).order(ByteOrder.nativeOrder());
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
      // Read until the buffer or the file is at its end.
    }
    return bytes.flip();
  }

  private int counted(long length) throws IOException {
    if (length < 0 || length > MAX_TOTAL - total) {
      throw new RefusedException(
          "it has more than %d MiB, the most that is read".formatted(MAX_TOTAL >> 20));
    }
    total += length;
    return (int) length;
  }

  private ByteBuffer inflate(String name, ByteBuffer stored)
      throws IOException, DataFormatException {
    int type = stored.getInt(0);
    if (type != ZLIB) {
      throw new RefusedException(
          "section %s is compressed with method %d, expected zlib (1); link with -gz=zlib"
              .formatted(name, type));
    }
    return inflate(stored, COMPRESSION_HEADER_SIZE, stored.getLong(8));
  }

  /// The form of older GNU tools: `ZLIB`, and the size with its highest byte first.
  private ByteBuffer inflateOld(ByteBuffer stored) throws IOException, DataFormatException {
    return inflate(stored, 12, stored.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(4));
  }

  private ByteBuffer inflate(ByteBuffer stored, int start, long size)
      throws IOException, DataFormatException {
    byte[] content = new byte[counted(size)];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(stored.slice(start, stored.limit() - start));
      int done = 0;
      while (done < content.length) {
        int more = inflater.inflate(content, done, content.length - done);
        if (more == 0) {
          throw new DataFormatException("%d of %d bytes are there".formatted(done, content.length));
        }
        done += more;
      }
    }
    return ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
  }
}
