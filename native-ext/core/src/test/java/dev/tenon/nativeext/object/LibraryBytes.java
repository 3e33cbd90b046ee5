// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Whole libraries with one module `sample`, byte by byte, in the formats that the compilers of
/// this machine do not make. What lies at an offset of the file lies as far from its first address:
/// heads, 0x1000 code, 0x2000 data, 0x3000 tables.
final class LibraryBytes {

  static final int DATA = 0x2000;
  static final int TABLES = 0x3000;
  static final int SIZE = 0x4000;

  /// Where Mach-O libraries are linked to lie.
  static final long MACH_BASE = 0x10_0000L;

  private static final long PE_BASE = 0x1_8000_0000L;
  private static final int CODE = 0x1010;
  private static final int FAR_FUNCTION = DATA + 0xC0;

  /// Where the data has pointers, and where these lead.
  private static final int[][] POINTERS = {
    {DATA + 0x08, DATA + 0x10}, // slots
    {DATA + 0x18, DATA + 0x100}, // the documentation
    {DATA + 0x28, DATA + 0x80}, // the functions
    {DATA + 0x80, DATA + 0x110}, // name, signature and code of the first
    {DATA + 0x90, DATA + 0x120},
    {DATA + 0x98, CODE},
    {DATA + 0xA8, DATA + 0x130}, // name and signature of the second
    {DATA + 0xB8, DATA + 0x120},
  };

  private final byte[] content = new byte[SIZE];
  private final ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);

  private LibraryBytes() {}

  private void text(int at, String text) {
    bytes.put(at, text.getBytes(StandardCharsets.UTF_8));
  }

  private void octets(int at, int... octets) {
    for (int index = 0; index < octets.length; index++) {
      bytes.put(at + index, (byte) octets[index]);
    }
  }

  private void descriptor(boolean hasFarFunction, long base) {
    bytes.putInt(DATA, 1 << 16);
    bytes.putShort(DATA + 0x10, (short) 1);
    bytes.putShort(DATA + 0x20, (short) 3);
    bytes.putShort(DATA + 0x30, (short) 2);
    bytes.putLong(DATA + 0x38, 16);
    text(DATA + 0x100, "A sample.");
    text(DATA + 0x110, "twice");
    text(DATA + 0x120, "(i64) -> i64");
    text(DATA + 0x130, "far");
    for (int[] pointer : POINTERS) {
      if (hasFarFunction || pointer[0] < DATA + 0xA8) {
        bytes.putLong(pointer[0], base + pointer[1]);
      }
    }
  }

  private void segment(int at, String name, int rights, int start, int size) {
    bytes.putInt(at, 0x19);
    bytes.putInt(at + 4, 72);
    text(at + 8, name);
    bytes.putLong(at + 24, MACH_BASE + start);
    bytes.putLong(at + 32, size);
    bytes.putLong(at + 40, start);
    bytes.putLong(at + 48, size);
    bytes.putInt(at + 60, rights);
  }

  private void mach(int cpu, int commandsSize) {
    bytes.putInt(0, 0xFEEDFACF);
    bytes.putInt(4, cpu);
    bytes.putInt(12, 6);
    bytes.putInt(16, 5);
    bytes.putInt(20, 3 * 72 + 24 + commandsSize);
    segment(32, "__TEXT", 5, 0, DATA);
    segment(104, "__DATA", 3, DATA, TABLES - DATA);
    segment(176, "__LINKEDIT", 1, TABLES, SIZE - TABLES);
    bytes.putInt(248, 2);
    bytes.putInt(252, 24);
    bytes.putInt(256, TABLES);
    bytes.putInt(260, 4);
    bytes.putInt(264, TABLES + 0x80);
    bytes.putInt(268, 0x40);
    symbol(0, 0x01, 1, 0); // of another library
    symbol(1, 0x0E, 1, DATA); // local
    symbol(2, 0x0F, 20, DATA + 8); // another one
    symbol(3, 0x0F, 1, DATA);
    text(TABLES + 0x81, "_TenonModule_sample");
    text(TABLES + 0x80 + 21, "_other");
  }

  private void symbol(int number, int type, int name, int address) {
    int at = TABLES + number * 16;
    bytes.putInt(at, name);
    bytes.put(at + 4, (byte) type);
    bytes.putLong(at + 8, MACH_BASE + address);
  }

  /// A library of macOS on x86-64 whose pointers are listed by opcodes.
  static byte[] machWithOpcodes() {
    LibraryBytes made = new LibraryBytes();
    made.descriptor(true, MACH_BASE);
    made.mach(0x0100_0007, 48);
    ByteBuffer bytes = made.bytes;
    bytes.putInt(272, 0x8000_0022);
    bytes.putInt(276, 48);
    int[] own = {
      0x11, 0x21, 0x08, 0x80, 3, 8, 0x30, 0xC8, 0x00, 0x51, 0x41, 0x60, 2, 0x41, 0x70, 8, 0x51, 0
    };
    int[] others = {
      0x11, 0x20, 1, 0x30, 0x40, '_', 'x', 0, 0x51, 0x60, 0, 0x71, 0xC0, 0x01, 0x90, 0x00, 0x80,
      0xB8, 0x02, 0xA0, 8, 0xB1, 0xC0, 2, 8
    };
    bytes.putInt(280, TABLES + 0x100);
    bytes.putInt(284, own.length);
    bytes.putInt(288, TABLES + 0x180);
    bytes.putInt(292, others.length);
    made.octets(TABLES + 0x100, own);
    made.octets(TABLES + 0x180, others);
    return made.content;
  }

  /// A library of macOS on AArch64 whose pointers form chains.
  ///
  /// @param isFromHead whether pointers are counted from the head of the file
  static byte[] machWithChains(boolean isFromHead) {
    LibraryBytes made = new LibraryBytes();
    made.descriptor(true, 0);
    made.mach(0x0100_000C, 16);
    ByteBuffer bytes = made.bytes;
    bytes.putInt(272, 0x8000_0034);
    bytes.putInt(276, 16);
    bytes.putInt(280, TABLES + 0x100);
    bytes.putInt(284, 0x80);
    int head = TABLES + 0x100;
    bytes.putInt(head + 4, 0x20);
    bytes.putInt(head + 0x20, 3);
    bytes.putInt(head + 0x28, 0x10); // the second segment has chains
    int starts = head + 0x30;
    bytes.putInt(starts, 24);
    bytes.putShort(starts + 4, (short) 0x800);
    bytes.putShort(starts + 6, (short) (isFromHead ? 6 : 2));
    bytes.putLong(starts + 8, DATA);
    bytes.putShort(starts + 20, (short) 2);
    bytes.putShort(starts + 22, (short) 8);
    bytes.putShort(starts + 24, (short) 0xFFFF);
    for (int index = 0; index < POINTERS.length; index++) {
      int at = POINTERS[index][0];
      int next = index + 1 < POINTERS.length ? POINTERS[index + 1][0] : FAR_FUNCTION;
      long target = POINTERS[index][1] + (isFromHead ? 0 : MACH_BASE);
      bytes.putLong(at, target | ((next - at) / 4L) << 51);
    }
    bytes.putLong(FAR_FUNCTION, Long.MIN_VALUE);
    return made.content;
  }

  /// Several libraries of macOS in one file, behind one for a CPU that is not known.
  static byte[] machOfSeveral(List<byte[]> libraries, List<Integer> cpus) {
    ByteBuffer several = ByteBuffer.allocate(SIZE * (libraries.size() + 1));
    several.putInt(0xCAFEBABE).putInt(libraries.size() + 1);
    several.putInt(18).putInt(0).putInt(0x100).putInt(0x100).putInt(0);
    for (int index = 0; index < libraries.size(); index++) {
      several.putInt(cpus.get(index)).putInt(0).putInt(SIZE * (index + 1)).putInt(SIZE).putInt(0);
      several.put(SIZE * (index + 1), libraries.get(index));
    }
    return several.array();
  }

  private void section(int number, long flags, int start) {
    int at = 0x80 + 24 + 240 + number * 40;
    bytes.putInt(at + 8, 0x1000);
    bytes.putInt(at + 12, start);
    bytes.putInt(at + 16, 0x1000);
    bytes.putInt(at + 20, start);
    bytes.putInt(at + 36, (int) flags);
  }

  /// A DLL of Windows on x86-64.
  static byte[] pe() {
    LibraryBytes made = new LibraryBytes();
    made.descriptor(false, PE_BASE);
    ByteBuffer bytes = made.bytes;
    made.text(0, "MZ");
    bytes.putInt(0x3C, 0x80);
    made.text(0x80, "PE");
    bytes.putShort(0x84, (short) 0x8664);
    bytes.putShort(0x86, (short) 3);
    bytes.putShort(0x94, (short) 240);
    bytes.putShort(0x96, (short) 0x2022);
    int options = 0x98;
    bytes.putShort(options, (short) 0x20B);
    bytes.putLong(options + 24, PE_BASE);
    bytes.putInt(options + 108, 16);
    bytes.putInt(options + 112, TABLES);
    bytes.putInt(options + 116, 0x100);
    bytes.putInt(options + 152, TABLES + 0x200);
    bytes.putInt(options + 156, 12 + 14 + 2);
    made.section(0, 0x6000_0000L, 0x1000);
    made.section(1, 0xC000_0000L, DATA);
    made.section(2, 0x4000_0000L, TABLES);
    bytes.putInt(TABLES + 20, 3);
    bytes.putInt(TABLES + 24, 3);
    bytes.putInt(TABLES + 28, TABLES + 0x30);
    bytes.putInt(TABLES + 32, TABLES + 0x40);
    bytes.putInt(TABLES + 36, TABLES + 0x50);
    bytes.putInt(TABLES + 0x30, TABLES + 0x60); // an export of another DLL
    bytes.putInt(TABLES + 0x34, DATA);
    bytes.putInt(TABLES + 0x38, 0x1010);
    bytes.putInt(TABLES + 0x40, TABLES + 0x80);
    bytes.putInt(TABLES + 0x44, TABLES + 0x60);
    bytes.putInt(TABLES + 0x48, TABLES + 0x78);
    bytes.putShort(TABLES + 0x50, (short) 0);
    bytes.putShort(TABLES + 0x52, (short) 1);
    bytes.putShort(TABLES + 0x54, (short) 2);
    made.text(TABLES + 0x60, "TenonModule_sample");
    made.text(TABLES + 0x78, "other");
    made.text(TABLES + 0x80, "TenonModule_elsewhere");
    int relocations = TABLES + 0x200;
    bytes.putInt(relocations, DATA);
    bytes.putInt(relocations + 4, 8 + 14 + 6);
    int at = relocations + 8;
    for (int[] pointer : POINTERS) {
      if (pointer[0] < DATA + 0xA8) {
        bytes.putShort(at, (short) (10 << 12 | pointer[0] - DATA));
        at += 2;
      }
    }
    return made.content;
  }
}
