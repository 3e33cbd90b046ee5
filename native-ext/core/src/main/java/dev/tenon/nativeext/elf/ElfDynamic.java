// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What an ELF library declares to the dynamic linker, in a copy of its bytes that can be changed.
/// The head of the file has been looked at by [LibraryFile].
public final class ElfDynamic {

  public static final long NEEDED = 1;
  static final long STRINGS = 5;
  static final long STRINGS_SIZE = 10;
  static final long OWN_NAME = 14;
  public static final long RPATH = 15;
  public static final long RUNPATH = 29;
  static final long SYMBOL_VERSIONS = 0x6ffffff0L;
  static final long VERSIONS_NEEDED = 0x6ffffffeL;
  static final long VERSIONS_NEEDED_COUNT = 0x6fffffffL;

  static final int LOADABLE = 1;
  static final int PROGRAM_HEADER_SIZE = 56;
  private static final int DYNAMIC = 2;
  private static final int ENTRY_SIZE = 16;

  private final ByteBuffer bytes;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();
  private final int stringsAt;

  /// One entry of the dynamic section.
  ///
  /// @param at where it lies in the file
  record Entry(int at, long tag, long value) {}

  /// A segment that is mapped.
  record Segment(long offset, long address, long fileSize, long memorySize, long alignment) {}

  /// Reads the dynamic section.
  ///
  /// @param file its bytes
  /// @throws IOException if it is damaged or missing
  public ElfDynamic(ByteBuffer file) throws IOException {
    bytes = file.order(ByteOrder.nativeOrder());
    try {
      readEntries();
      stringsAt = placeOf(value(STRINGS)); // no text can be read without
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException("its dynamic section is damaged", e);
    }
  }

  private void readEntries() throws IOException {
    for (int header : programHeaders()) {
      if (bytes.getInt(header) == LOADABLE) {
        segments.add(segment(header));
      } else if (bytes.getInt(header) == DYNAMIC) {
        int at = Math.toIntExact(bytes.getLong(header + 8));
        long end = at + bytes.getLong(header + 32);
        for (; at + ENTRY_SIZE <= end && bytes.getLong(at) != 0; at += ENTRY_SIZE) {
          entries.add(new Entry(at, bytes.getLong(at), bytes.getLong(at + 8)));
        }
      }
    }
    if (entries.isEmpty()) {
      throw new IOException("it has no dynamic section");
    }
  }

  /// The bytes, which are those of the file until they are changed.
  ByteBuffer bytes() {
    return bytes;
  }

  /// Where the program headers lie in the file.
  List<Integer> programHeaders() {
    int first = Math.toIntExact(bytes.getLong(32));
    List<Integer> places = new ArrayList<>();
    for (int index = 0; index < (bytes.getShort(56) & 0xFFFF); index++) {
      places.add(first + index * PROGRAM_HEADER_SIZE);
    }
    return places;
  }

  /// The segments that are mapped, in their order.
  List<Segment> segments() {
    return segments;
  }

  private Segment segment(int header) {
    return new Segment(
        bytes.getLong(header + 8),
        bytes.getLong(header + 16),
        bytes.getLong(header + 32),
        bytes.getLong(header + 40),
        bytes.getLong(header + 48));
  }

  /// The entries with a tag. Every first import comes here: a stream takes longer than the rest.
  List<Entry> entries(long tag) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.tag() == tag) {
        found.add(entry);
      }
    }
    return found;
  }

  /// The value of the first entry with a tag.
  ///
  /// @throws IllegalArgumentException if there is none
  long value(long tag) {
    for (Entry entry : entries) {
      if (entry.tag() == tag) {
        return entry.value();
      }
    }
    throw new IllegalArgumentException("no entry %#x".formatted(tag));
  }

  /// Where in the file the contents of an address lie.
  ///
  /// @throws IllegalArgumentException if they are not in it
  int placeOf(long address) {
    for (Segment segment : segments) {
      if (address >= segment.address() && address < segment.address() + segment.fileSize()) {
        return Math.toIntExact(address - segment.address() + segment.offset());
      }
    }
    throw new IllegalArgumentException("no segment has the address %#x".formatted(address));
  }

  /// Where the table of texts begins in the file.
  int stringsAt() {
    return stringsAt;
  }

  /// The text at an offset of the table.
  String text(long offset) {
    int start = Math.toIntExact(stringsAt + offset);
    int end = start;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    bytes.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// The texts of the entries with a tag.
  ///
  /// @throws IOException if one of them is not in the file
  public List<String> texts(long tag) throws IOException {
    try {
      List<String> texts = new ArrayList<>();
      for (Entry entry : entries(tag)) {
        texts.add(text(entry.value()));
      }
      return texts;
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new IOException("its dynamic section is damaged", e);
    }
  }
}
