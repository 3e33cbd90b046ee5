// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.input.FileBytes;
import dev.tenon.input.Limit;
import dev.tenon.nativeext.elf.LibraryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A table in the file of a library, in little-endian order. Numbers are read as unsigned ones of
/// 32 bits; what is not in the table is damage.
final class Table {

  private final String name;
  private final ByteBuffer bytes;

  private Table(String name, ByteBuffer bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /// Reads a table.
  ///
  /// @param name what messages call it
  /// @throws DamagedFileException if it is not whole in the file, or longer than
  ///   [Limit#SYMBOL_TABLE]
  static Table of(FileBytes file, String name, long position, long length)
      throws IOException, DamagedFileException {
    long size = file.size();
    if (position < 0 || length < 0 || length > size || position > size - length) {
      throw new DamagedFileException(
          "%s of %d bytes at %d in a file of %d bytes".formatted(name, length, position, size),
          "tables within the file");
    }
    if (length > Limit.SYMBOL_TABLE.most()) {
      throw new DamagedFileException(
          "%s of %s".formatted(name, Limit.SYMBOL_TABLE.exceededBy(length)), "a smaller table");
    }
    return new Table(
        name, LibraryFile.read(file, position, (int) length).order(ByteOrder.LITTLE_ENDIAN));
  }

  /// How many bytes it has.
  int size() {
    return bytes.limit();
  }

  private int place(long at, int length) throws DamagedFileException {
    if (at < 0 || at > bytes.limit() - length) {
      throw new DamagedFileException(
          "an offset of %d in %s of %d bytes".formatted(at, name, bytes.limit()),
          "offsets within the table");
    }
    return (int) at;
  }

  int octet(long at) throws DamagedFileException {
    return bytes.get(place(at, 1)) & 0xFF;
  }

  int half(long at) throws DamagedFileException {
    return bytes.getShort(place(at, Short.BYTES)) & 0xFFFF;
  }

  long word(long at) throws DamagedFileException {
    return Integer.toUnsignedLong(bytes.getInt(place(at, Integer.BYTES)));
  }

  long number(long at) throws DamagedFileException {
    return bytes.getLong(place(at, Long.BYTES));
  }

  /// Whether the text at an offset begins with `prefix`.
  boolean hasText(long at, String prefix) {
    if (at < 0 || at > bytes.limit() - prefix.length()) {
      return false;
    }
    for (int index = 0; index < prefix.length(); index++) {
      if (bytes.get((int) at + index) != prefix.charAt(index)) {
        return false;
      }
    }
    return true;
  }

  /// The text at an offset, up to a NUL or the end of the table.
  String text(long at) throws DamagedFileException {
    int start = place(at, 0);
    int end = start;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    bytes.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
