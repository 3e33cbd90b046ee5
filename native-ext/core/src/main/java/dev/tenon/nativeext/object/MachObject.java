// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.FileBytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A library of macOS, alone or in a file with others for several CPUs. Pointers are found by
/// either kind of table: programs of opcodes (`LC_DYLD_INFO`), or chains that go through the
/// pointers themselves (`LC_DYLD_CHAINED_FIXUPS`).
final class MachObject implements ObjectFile {

  private static final int MAGIC = 0xFEEDFACF;
  private static final int SEVERAL = 0xCAFEBABE;
  private static final int MOST_CPUS = 20;
  private static final int CPU_ENTRY = 20;
  private static final int HEADER_SIZE = 32;
  private static final int DYNAMIC_LIBRARY = 6;
  private static final int BUNDLE = 8;
  private static final int X86_64 = 0x0100_0007;
  private static final int AARCH64 = 0x0100_000C;

  private static final int SYMBOL_TABLE = 0x2;
  private static final int SEGMENT = 0x19;
  private static final int OPCODES = 0x22;
  private static final int CHAINS = 0x34;
  private static final long MUST_BE_KNOWN = 0x8000_0000L;
  private static final int READABLE = 1;
  private static final int EXECUTABLE = 4;

  private static final int SYMBOL = 16;
  private static final int OF_DEBUGGER = 0xE0;
  private static final int PRIVATE_EXTERNAL = 0x10;
  private static final int KIND = 0x0E;
  private static final int IN_SECTION = 0x0E;
  private static final int EXTERNAL = 1;

  private final FileBytes bytes;
  private final long start;
  private final int cpu;
  private final List<ObjectMemory.Segment> segments = new ArrayList<>();
  private final List<Part> opcodes = new ArrayList<>();
  private @Nullable Part symbols;
  private @Nullable Part texts;
  private @Nullable Part chains;

  /// A stretch of the library's part of the file.
  private record Part(long offset, long size) {}

  private MachObject(FileBytes bytes, long start, int cpu) {
    this.bytes = bytes;
    this.start = start;
    this.cpu = cpu;
  }

  /// Whether a file begins as libraries of macOS do. Class files of Java begin with the number of
  /// those with several libraries, too.
  static boolean isOne(ByteBuffer head) {
    if (head.limit() < 8) {
      return false;
    }
    ByteBuffer big = head.duplicate().order(ByteOrder.BIG_ENDIAN);
    return head.getInt(0) == MAGIC
        || (big.getInt(0) == SEVERAL && big.getInt(4) > 0 && big.getInt(4) <= MOST_CPUS);
  }

  /// Reads the head of a file.
  static MachObject of(FileBytes bytes, ByteBuffer head, @Nullable Platform platform)
      throws IOException, DamagedFileException {
    if (head.getInt(0) == MAGIC) {
      return read(bytes, 0);
    }
    int count = head.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(4);
    Table table = Table.of(bytes, "its list of CPUs", 8, (long) count * CPU_ENTRY);
    MachObject chosen = null;
    for (int at = 0; at < table.size(); at += CPU_ENTRY) {
      int cpu = Integer.reverseBytes((int) table.word(at));
      if (cpu == X86_64 || cpu == AARCH64) {
        long place = Integer.toUnsignedLong(Integer.reverseBytes((int) table.word(at + 8L)));
        MachObject one = read(bytes, place);
        if (platform == null || one.isFor(platform)) {
          return one;
        }
        chosen = one;
      }
    }
    if (chosen == null) {
      throw new DamagedFileException(
          "Mach-O libraries for other CPUs", "one for x86-64 or AArch64");
    }
    return chosen;
  }

  private static MachObject read(FileBytes bytes, long start)
      throws IOException, DamagedFileException {
    Table header = Table.of(bytes, "its head", start, HEADER_SIZE);
    int type = (int) header.word(12);
    if (header.word(0) != Integer.toUnsignedLong(MAGIC)
        || (type != DYNAMIC_LIBRARY && type != BUNDLE)) {
      throw new DamagedFileException(
          "a Mach-O file of the type %d".formatted(type),
          "a dynamic library (%d) or a bundle (%d)".formatted(DYNAMIC_LIBRARY, BUNDLE));
    }
    MachObject read = new MachObject(bytes, start, (int) header.word(4));
    read.readCommands(
        header.word(16),
        Table.of(bytes, "its load commands", start + HEADER_SIZE, header.word(20)));
    return read;
  }

  private void readCommands(long count, Table commands) throws DamagedFileException {
    long at = 0;
    for (long index = 0; index < count; index++) {
      long size = commands.word(at + 4);
      if (size < 8 || at + size > commands.size()) {
        throw new DamagedFileException(
            "a load command of %d bytes".formatted(size), "commands within their table");
      }
      switch ((int) (commands.word(at) & ~MUST_BE_KNOWN)) {
        case SEGMENT -> addSegment(commands, at);
        case SYMBOL_TABLE -> {
          symbols = new Part(commands.word(at + 8), commands.word(at + 12) * SYMBOL);
          texts = part(commands, at + 16);
        }
        case OPCODES -> {
          opcodes.add(part(commands, at + 8));
          opcodes.add(part(commands, at + 16));
        }
        case CHAINS -> chains = part(commands, at + 8);
        default -> {
          // It has nothing to do with exports and pointers.
        }
      }
      at += size;
    }
  }

  private static Part part(Table commands, long at) throws DamagedFileException {
    return new Part(commands.word(at), commands.word(at + 4));
  }

  private void addSegment(Table commands, long at) throws DamagedFileException {
    ObjectMemory.requireFew(segments.size());
    long rights = commands.word(at + 60);
    segments.add(
        new ObjectMemory.Segment(
            (rights & READABLE) != 0,
            (rights & EXECUTABLE) != 0,
            commands.number(at + 40),
            commands.number(at + 24),
            commands.number(at + 48),
            commands.number(at + 32)));
  }

  private Table table(String name, Part part) throws IOException, DamagedFileException {
    return Table.of(bytes, name, start + part.offset(), part.size());
  }

  @Override
  public String target() {
    return "macOS on "
        + switch (cpu) {
          case X86_64 -> "x86-64";
          case AARCH64 -> "AArch64";
          default -> "CPU number %#x".formatted(cpu);
        };
  }

  @Override
  public boolean isFor(Platform platform) {
    return platform.system().equals("macos")
        && cpu == (platform.machine().equals("aarch64") ? AARCH64 : X86_64);
  }

  @Override
  public void readExports(ExportReader reader) throws IOException, DamagedFileException {
    if (symbols == null || texts == null) {
      return;
    }
    Table table = table("its symbol table", symbols);
    ExportNames names = new ExportNames(table("its names of symbols", texts), "_");
    for (int at = 0; at < table.size(); at += SYMBOL) {
      int type = table.octet(at + 4L);
      boolean isExport =
          (type & (OF_DEBUGGER | PRIVATE_EXTERNAL)) == 0
              && (type & EXTERNAL) != 0
              && (type & KIND) == IN_SECTION;
      if (isExport) {
        names.read(table.word(at), table.number(at + 8L), reader);
      }
    }
  }

  @Override
  public ObjectMemory load(Arena arena) throws IOException, DamagedFileException {
    ObjectMemory memory = ObjectMemory.of(bytes, start, segments, arena);
    if (chains != null) {
      new MachChains(memory, headerAddress(), table("its chains of pointers", chains)).follow();
    }
    List<Long> addresses = segments.stream().map(ObjectMemory.Segment::address).toList();
    for (int index = 0; index < opcodes.size(); index++) {
      Table program = table("its opcodes for pointers", opcodes.get(index));
      new MachOpcodes(memory, addresses, program).run(index % 2 != 0);
    }
    return memory;
  }

  /// The address of the head of the file, which some pointers are counted from.
  private long headerAddress() throws DamagedFileException {
    Optional<ObjectMemory.Segment> first =
        segments.stream().filter(each -> each.offset() == 0 && each.size() > 0).findFirst();
    if (first.isEmpty()) {
      throw new DamagedFileException(
          "no segment has the head of the file", "a segment that begins with it");
    }
    return first.get().address();
  }
}
