// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.imports.path.Platform;
import dev.tenon.input.FileBytes;
import dev.tenon.nativeext.abi.ExportName;
import dev.tenon.nativeext.elf.ElfMachine;
import dev.tenon.nativeext.elf.ElfSections;
import dev.tenon.nativeext.elf.LibraryFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A library of Linux and FreeBSD.
final class ElfObject implements ObjectFile {

  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int LOADABLE = 1;
  private static final int DYNAMIC = 2;
  private static final int EXECUTABLE = 1;
  private static final int READABLE = 4;
  private static final int ENTRY = 16;
  private static final int RELOCATION = 24;
  private static final int SYMBOL = 24;
  private static final int RELOCATIONS = 7;
  private static final int RELOCATIONS_SIZE = 8;
  private static final int SYMBOLS = 6;
  private static final int PACKED_SIZE = 35;
  private static final int PACKED = 36;

  private final FileBytes bytes;
  private final int machine;

  ElfObject(FileBytes bytes) throws IOException {
    this.bytes = bytes;
    ByteBuffer head = LibraryFile.read(bytes, 0, HEADER_SIZE);
    machine = head.limit() < HEADER_SIZE ? 0 : head.getShort(18) & 0xFFFF;
  }

  @Override
  public String target() {
    return ElfMachine.numbered(machine)
        .map(ElfMachine::toString)
        .orElse("machine number " + machine);
  }

  @Override
  public boolean isFor(Platform platform) {
    Optional<ElfMachine> wanted = ElfMachine.of(platform);
    return platform.usesElf() && (wanted.isEmpty() || wanted.equals(ElfMachine.numbered(machine)));
  }

  @Override
  public void readExports(ExportReader reader) throws IOException {
    new ElfSections(bytes)
        .readSymbols(
            ElfSections.DYNAMIC_SYMBOLS,
            symbol -> {
              if (!symbol.isLocal()) {
                boolean isData = symbol.type() == ElfSections.Symbol.DATA;
                symbol
                    .nameFrom(ExportName.PREFIX)
                    .ifPresent(name -> reader.read(name, symbol.address(), isData));
              }
            });
  }

  @Override
  public ObjectMemory load(Arena arena) throws IOException, DamagedFileException {
    ByteBuffer head = LibraryFile.read(bytes, 0, HEADER_SIZE);
    int count = head.getShort(56) & 0xFFFF;
    ObjectMemory.requireFew(count);
    ByteBuffer headers = LibraryFile.read(bytes, head.getLong(32), count * PROGRAM_HEADER_SIZE);
    List<ObjectMemory.Segment> loaded = new ArrayList<>();
    List<ObjectMemory.Segment> dynamic = new ArrayList<>();
    for (int at = 0; at + PROGRAM_HEADER_SIZE <= headers.limit(); at += PROGRAM_HEADER_SIZE) {
      int type = headers.getInt(at);
      if (type == LOADABLE) {
        loaded.add(segment(headers, at));
      } else if (type == DYNAMIC) {
        dynamic.add(segment(headers, at));
      }
    }
    ObjectMemory memory = ObjectMemory.of(bytes, 0, loaded, arena);
    relocate(memory, dynamic);
    return memory;
  }

  private static ObjectMemory.Segment segment(ByteBuffer headers, int at) {
    int flags = headers.getInt(at + 4);
    return new ObjectMemory.Segment(
        (flags & READABLE) != 0,
        (flags & EXECUTABLE) != 0,
        headers.getLong(at + 8),
        headers.getLong(at + 16),
        headers.getLong(at + 32),
        headers.getLong(at + 40));
  }

  /// The value of the first entry of the dynamic section with a tag; 0 if there is none.
  private static long dynamic(ObjectMemory memory, List<ObjectMemory.Segment> sections, long tag)
      throws DamagedFileException {
    for (ObjectMemory.Segment section : sections) {
      long end = section.address() + section.size();
      for (long at = section.address(); at + ENTRY <= end; at += ENTRY) {
        long found = memory.number(at);
        if (found == tag || found == 0) {
          return found == 0 ? 0 : memory.number(at + Long.BYTES);
        }
      }
    }
    return 0;
  }

  /// The numbers of the relocations that descriptors are made of.
  ///
  /// @param relative the start of the library and a constant
  /// @param absolute a symbol and a constant
  /// @param global a symbol
  private record Kinds(int relative, int absolute, int global) {}

  private Kinds kinds() throws DamagedFileException {
    return switch (machine) {
      case 62 -> new Kinds(8, 1, 6); // x86-64
      case 183 -> new Kinds(1027, 257, 1025); // AArch64
      case 243 -> new Kinds(3, 2, 2); // RISC-V
      case 21 -> new Kinds(22, 38, 20); // PowerPC 64
      default ->
          throw new DamagedFileException(
              "machine number " + machine, "a machine whose relocations are known");
    };
  }

  private void relocate(ObjectMemory memory, List<ObjectMemory.Segment> dynamic)
      throws DamagedFileException {
    Kinds kinds = kinds();
    relocatePacked(memory, dynamic(memory, dynamic, PACKED), dynamic(memory, dynamic, PACKED_SIZE));
    long table = dynamic(memory, dynamic, RELOCATIONS);
    long symbols = dynamic(memory, dynamic, SYMBOLS);
    long count = table == 0 ? 0 : dynamic(memory, dynamic, RELOCATIONS_SIZE) / RELOCATION;
    memory.countRelocations(count);
    for (long index = 0; index < count; index++) {
      long at = table + index * RELOCATION;
      long info = memory.number(at + 8);
      int kind = (int) info;
      long addend = memory.number(at + 16);
      if (kind == kinds.relative()) {
        memory.relocate(memory.number(at), memory.place(addend));
      } else if (kind == kinds.absolute() || kind == kinds.global()) {
        memory.relocate(
            memory.number(at), symbol(memory, symbols + (info >>> 32) * SYMBOL, addend));
      }
    }
  }

  /// Relocations of the relative kind as a list of addresses and bit maps (`DT_RELR`).
  private static void relocatePacked(ObjectMemory memory, long table, long size)
      throws DamagedFileException {
    if (table == 0) {
      return;
    }
    memory.countRelocations(size / Long.BYTES);
    long next = 0;
    for (long at = table; at + Long.BYTES <= table + size; at += Long.BYTES) {
      long entry = memory.number(at);
      if ((entry & 1) == 0) {
        memory.relocate(entry, memory.place(memory.number(entry)));
        next = entry + Long.BYTES;
      } else {
        for (int bit = 1; bit < Long.SIZE; bit++) {
          if ((entry >>> bit & 1) != 0) {
            long place = next + (bit - 1L) * Long.BYTES;
            memory.relocate(place, memory.place(memory.number(place)));
          }
        }
        next += (Long.SIZE - 1L) * Long.BYTES;
      }
    }
  }

  private static long symbol(ObjectMemory memory, long entry, long addend)
      throws DamagedFileException {
    boolean isDefined = (memory.number(entry) >>> 48) != 0;
    return isDefined ? memory.place(memory.number(entry + 8) + addend) : memory.external();
  }
}
