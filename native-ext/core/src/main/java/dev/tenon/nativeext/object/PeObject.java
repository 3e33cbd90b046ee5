// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.FileBytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A DLL of Windows for a CPU of 64 bits. Addresses are those that begin with 0 (RVA). A pointer
/// that the loader of Windows gets from another DLL is 0, as in the file.
final class PeObject implements ObjectFile {

  private static final int HEAD_AT = 0x3C;
  private static final long SIGNATURE = 0x4550; // "PE"
  private static final int FILE_HEADER = 24;
  private static final int SECTION = 40;
  private static final int OF_64_BITS = 0x20B;
  private static final int DIRECTORIES = 112;
  private static final int EXPORTS = 0;
  private static final int RELOCATIONS = 5;
  private static final int DLL = 0x2000;
  private static final long EXECUTABLE = 0x2000_0000L;
  private static final long READABLE = 0x4000_0000L;
  private static final int EXPORT_TABLE = 40;
  private static final int BLOCK_HEADER = 8;
  private static final int PADDING = 0;
  private static final int POINTER = 10;
  private static final int X86_64 = 0x8664;
  private static final int AARCH64 = 0xAA64;

  private final FileBytes bytes;
  private final int machine;
  private final Table options;
  private final List<ObjectMemory.Segment> sections;

  private PeObject(
      FileBytes bytes, int machine, Table options, List<ObjectMemory.Segment> sections) {
    this.bytes = bytes;
    this.machine = machine;
    this.options = options;
    this.sections = sections;
  }

  /// Whether a file begins as programs of Windows do.
  static boolean isOne(ByteBuffer head) {
    return head.limit() >= 2 && head.get(0) == 'M' && head.get(1) == 'Z';
  }

  /// Reads the head of a file.
  static PeObject of(FileBytes bytes, ByteBuffer head) throws IOException, DamagedFileException {
    Table start = Table.of(bytes, "its head", 0, head.limit());
    long place = start.word(HEAD_AT);
    Table header = Table.of(bytes, "its head", place, FILE_HEADER);
    if (header.word(0) != SIGNATURE) {
      throw new DamagedFileException("a program of DOS", "a DLL of Windows");
    }
    int count = header.half(6);
    ObjectMemory.requireFew(count);
    int size = header.half(20);
    Table options = Table.of(bytes, "its optional header", place + FILE_HEADER, size);
    if (options.half(0) != OF_64_BITS || (header.half(22) & DLL) == 0) {
      throw new DamagedFileException(
          "a PE file with the flags %#x and the format %#x"
              .formatted(header.half(22), options.half(0)),
          "a DLL (flag %#x) of 64 bits (format %#x)".formatted(DLL, OF_64_BITS));
    }
    Table table =
        Table.of(bytes, "its section table", place + FILE_HEADER + size, (long) count * SECTION);
    List<ObjectMemory.Segment> sections = new ArrayList<>();
    for (int at = 0; at < table.size(); at += SECTION) {
      sections.add(section(table, at));
    }
    return new PeObject(bytes, header.half(4), options, List.copyOf(sections));
  }

  /// What is in the file is rounded up to whole sectors, so that it may be longer than the memory.
  private static ObjectMemory.Segment section(Table table, int at) throws DamagedFileException {
    long flags = table.word(at + 36L);
    long inFile = table.word(at + 16L);
    long inMemory = table.word(at + 8L);
    long memory = inMemory == 0 ? inFile : inMemory;
    return new ObjectMemory.Segment(
        (flags & READABLE) != 0,
        (flags & EXECUTABLE) != 0,
        table.word(at + 20L),
        table.word(at + 12L),
        Math.min(inFile, memory),
        memory);
  }

  @Override
  public String target() {
    return "Windows on "
        + switch (machine) {
          case X86_64 -> "x86-64";
          case AARCH64 -> "AArch64";
          default -> "machine number %#x".formatted(machine);
        };
  }

  @Override
  public boolean isFor(Platform platform) {
    return platform.system().equals("windows")
        && machine == (platform.machine().equals("aarch64") ? AARCH64 : X86_64);
  }

  /// A table whose place is in the optional header.
  ///
  /// @param address where it lies in memory
  private record Directory(long address, long size) {}

  private Directory directory(int number) throws DamagedFileException {
    boolean isThere = options.word(DIRECTORIES - 4L) > number;
    long at = DIRECTORIES + number * 8L;
    return isThere ? new Directory(options.word(at), options.word(at + 4)) : new Directory(0, 0);
  }

  /// A table of the file by its address.
  private Table table(String name, long address, long size)
      throws IOException, DamagedFileException {
    for (ObjectMemory.Segment each : sections) {
      long inside = address - each.address();
      if (inside >= 0 && inside <= each.size() - size) {
        return Table.of(bytes, name, each.offset() + inside, size);
      }
    }
    throw new DamagedFileException(
        "%s of %d bytes at %#x".formatted(name, size, address), "tables in its sections");
  }

  /// From an address to the end of what the file has for its section.
  private Table rest(String name, long address) throws IOException, DamagedFileException {
    for (ObjectMemory.Segment each : sections) {
      long inside = address - each.address();
      if (inside >= 0 && inside < each.size()) {
        return Table.of(bytes, name, each.offset() + inside, each.size() - inside);
      }
    }
    throw new DamagedFileException("%s at %#x".formatted(name, address), "tables in its sections");
  }

  @Override
  public void readExports(ExportReader reader) throws IOException, DamagedFileException {
    Directory place = directory(EXPORTS);
    if (place.size() == 0) {
      return;
    }
    Table exports = table("its export table", place.address(), EXPORT_TABLE);
    long functions = exports.word(20);
    long count = exports.word(24);
    if (count == 0) {
      return;
    }
    Table addresses =
        table("its table of export addresses", exports.word(28), functions * Integer.BYTES);
    Table names = table("its table of export names", exports.word(32), count * Integer.BYTES);
    Table ordinals = table("its table of export numbers", exports.word(36), count * Short.BYTES);
    long textsAt = Long.MAX_VALUE;
    for (int at = 0; at < names.size(); at += Integer.BYTES) {
      textsAt = Math.min(textsAt, names.word(at));
    }
    ExportNames texts = new ExportNames(rest("its names of exports", textsAt), "");
    for (int index = 0; index < count; index++) {
      long address =
          addresses.word((long) ordinals.half((long) index * Short.BYTES) * Integer.BYTES);
      // An address within the export table is the name of an export of another DLL.
      boolean isOwn = address < place.address() || address >= place.address() + place.size();
      if (isOwn) {
        texts.read(names.word((long) index * Integer.BYTES) - textsAt, address, reader);
      }
    }
  }

  @Override
  public ObjectMemory load(Arena arena) throws IOException, DamagedFileException {
    ObjectMemory memory = ObjectMemory.of(bytes, 0, sections, arena);
    Directory place = directory(RELOCATIONS);
    if (place.size() == 0) {
      throw new DamagedFileException(
          "it has no base relocations, so that it can lie at one address only",
          "a DLL that may lie anywhere");
    }
    relocate(memory, table("its base relocations", place.address(), place.size()));
    return memory;
  }

  /// Each block has the address of a page and, for each pointer, its kind and its offset there.
  private void relocate(ObjectMemory memory, Table table) throws DamagedFileException {
    long start = options.number(24);
    long at = 0;
    while (at + BLOCK_HEADER <= table.size()) {
      long page = table.word(at);
      long size = table.word(at + 4);
      if (size < BLOCK_HEADER || at + size > table.size()) {
        throw new DamagedFileException(
            "a block of %d bytes in its base relocations".formatted(size), "blocks in the table");
      }
      for (long entry = at + BLOCK_HEADER; entry + Short.BYTES <= at + size; entry += Short.BYTES) {
        int kind = table.half(entry) >> 12;
        long address = page + (table.half(entry) & 0xFFF);
        if (kind == POINTER) {
          memory.relocate(address, memory.place(memory.number(address) - start));
        } else if (kind != PADDING) {
          throw new DamagedFileException(
              "base relocations of the kind %d".formatted(kind),
              "those of pointers of 64 bits (%d)".formatted(POINTER));
        }
      }
      at += size;
    }
  }
}
