// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import dev.tenon.input.FileBytes;
import dev.tenon.input.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the symbol table of an ELF file. Every offset is checked with the file, so that a damaged
/// one has fewer symbols and does no harm. A file has at most one table of a kind; more are not
/// read, nor names that take more room together than [Limit#SYMBOL_NAMES]: any number of sections
/// and symbols can point to the same bytes of a sparse file.
public final class ElfSections {

  /// All symbols, of a file that was not stripped.
  public static final int ALL_SYMBOLS = 2;

  /// The symbols that other libraries can use.
  public static final int DYNAMIC_SYMBOLS = 11;

  private static final int HEADER_SIZE = 64;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int SYMBOL_SIZE = 24;

  private final FileBytes channel;

  public ElfSections(FileBytes channel) {
    this.channel = channel;
  }

  /// One defined symbol.
  ///
  /// @param names the table of names
  /// @param nameAt where its name begins
  /// @param type what it is: 1 for data, 2 for a function
  /// @param isLocal whether only the file itself sees it
  public record Symbol(
      Names names, int nameAt, int type, boolean isLocal, long address, long size) {

    public static final int DATA = 1;
    public static final int FUNCTION = 2;

    /// The name, if it begins with `prefix`.
    public Optional<String> nameFrom(String prefix) {
      return names.textAt(nameAt, prefix.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /// The table of names, as far as the limit allows.
  private static final class Names {
    private final ByteBuffer bytes;
    private int left = Limit.SYMBOL_NAMES.most();

    Names(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    Optional<String> textAt(int start, byte[] prefix) {
      if (start < 0 || start > bytes.limit() - prefix.length) {
        return Optional.empty();
      }
      for (int index = 0; index < prefix.length; index++) {
        if (bytes.get(start + index) != prefix[index]) {
          return Optional.empty();
        }
      }
      int end = start;
      int last = Math.min(bytes.limit(), start + left);
      while (end < last && bytes.get(end) != 0) {
        end++;
      }
      left -= end - start;
      byte[] text = new byte[end - start];
      bytes.get(start, text);
      return left <= 0 ? Optional.empty() : Optional.of(new String(text, StandardCharsets.UTF_8));
    }
  }

  /// Takes symbols.
  @FunctionalInterface
  public interface SymbolReader {
    void read(Symbol symbol);
  }

  /// Reads a symbol table; nothing is read from what is no ELF library of this machine.
  ///
  /// @param kind [#ALL_SYMBOLS] or [#DYNAMIC_SYMBOLS]
  public void readSymbols(int kind, SymbolReader reader) throws IOException {
    ByteBuffer head = read(0, HEADER_SIZE);
    int count = head.limit() < HEADER_SIZE ? 0 : head.getShort(60) & 0xFFFF;
    if (count == 0 || !isNativeElf(head) || head.getShort(58) != SECTION_HEADER_SIZE) {
      return;
    }
    ByteBuffer sections = read(head.getLong(40), (long) count * SECTION_HEADER_SIZE);
    for (int at = 0; at < sections.limit(); at += SECTION_HEADER_SIZE) {
      int names = sections.getInt(at + 40);
      if (sections.getInt(at + 4) == kind && names >= 0 && names < count) {
        readSymbols(content(sections, at), content(sections, names * SECTION_HEADER_SIZE), reader);
        return;
      }
    }
  }

  private static boolean isNativeElf(ByteBuffer head) {
    int order = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2;
    return LibraryFile.isElf(head) && head.get(4) == 2 && head.get(5) == order;
  }

  private ByteBuffer content(ByteBuffer sections, int at) throws IOException {
    return read(sections.getLong(at + 24), sections.getLong(at + 32));
  }

  private static void readSymbols(ByteBuffer symbols, ByteBuffer text, SymbolReader reader) {
    Names names = new Names(text);
    for (int at = 0; at + SYMBOL_SIZE <= symbols.limit(); at += SYMBOL_SIZE) {
      int info = symbols.get(at + 4) & 0xFF;
      if (symbols.getShort(at + 6) != 0) {
        reader.read(
            new Symbol(
                names,
                symbols.getInt(at),
                info & 0xF,
                info >> 4 == 0,
                symbols.getLong(at + 8),
                symbols.getLong(at + 16)));
      }
    }
  }

  /// A stretch of the file; empty if it is not whole in it.
  private ByteBuffer read(long position, long length) throws IOException {
    long size = channel.size();
    boolean inside = position >= 0 && length >= 0 && length <= size && position <= size - length;
    return inside && length <= Limit.SYMBOL_TABLE.most()
        ? LibraryFile.read(channel, position, (int) length)
        : ByteBuffer.allocate(0);
  }
}
