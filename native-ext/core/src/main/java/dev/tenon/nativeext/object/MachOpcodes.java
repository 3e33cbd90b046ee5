// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import java.util.List;

/// Runs the programs of opcodes that say where a library of macOS has pointers: one for pointers to
/// itself, and one for those to other libraries.
final class MachOpcodes {

  private static final int POINTER = 1;
  private static final int OPERATION = 0xF0;
  private static final int IMMEDIATE = 0x0F;

  private final ObjectMemory memory;
  private final List<Long> segments;
  private final Table program;
  private long at;
  private long address;

  /// @param segments their addresses
  MachOpcodes(ObjectMemory memory, List<Long> segments, Table program) {
    this.memory = memory;
    this.segments = segments;
    this.program = program;
  }

  /// Runs the program.
  ///
  /// @param isForOthers whether it is that of pointers to other libraries
  void run(boolean isForOthers) throws DamagedFileException {
    while (at < program.size()) {
      int code = program.octet(at++);
      if ((code & OPERATION) == 0 && !isForOthers) {
        return;
      }
      if (isForOthers) {
        bind(code & OPERATION, code & IMMEDIATE);
      } else {
        rebase(code & OPERATION, code & IMMEDIATE);
      }
    }
  }

  private void rebase(int operation, int immediate) throws DamagedFileException {
    switch (operation) {
      case 0x10 -> requirePointer(immediate);
      case 0x20 -> goTo(immediate);
      case 0x30 -> address += number();
      case 0x40 -> address += (long) immediate * Long.BYTES;
      case 0x50 -> repeat(immediate, 0, false);
      case 0x60 -> repeat(number(), 0, false);
      case 0x70 -> repeat(1, number(), false);
      case 0x80 -> repeat(number(), number(), false);
      default -> throw unknown(operation);
    }
  }

  private void bind(int operation, int immediate) throws DamagedFileException {
    switch (operation) {
      case 0x00, 0x10, 0x30 -> {
        // The end of one of several programs, or which library it is.
      }
      case 0x20, 0x60 -> number();
      case 0x40 -> skipText();
      case 0x50 -> requirePointer(immediate);
      case 0x70 -> goTo(immediate);
      case 0x80 -> address += number();
      case 0x90 -> repeat(1, 0, true);
      case 0xA0 -> repeat(1, number(), true);
      case 0xB0 -> repeat(1, (long) immediate * Long.BYTES, true);
      case 0xC0 -> repeat(number(), number(), true);
      default -> throw unknown(operation);
    }
  }

  private static DamagedFileException unknown(int operation) {
    return new DamagedFileException(
        "the opcode %#x for pointers".formatted(operation), "opcodes that are known");
  }

  private static void requirePointer(int type) throws DamagedFileException {
    if (type != POINTER) {
      throw new DamagedFileException(
          "pointers of the type %d".formatted(type), "those of 64 bits (%d)".formatted(POINTER));
    }
  }

  private void goTo(int segment) throws DamagedFileException {
    if (segment >= segments.size()) {
      throw new DamagedFileException(
          "a pointer in segment %d".formatted(segment),
          "one of its %d segments".formatted(segments.size()));
    }
    address = segments.get(segment) + number();
  }

  private void repeat(long count, long between, boolean isForOthers) throws DamagedFileException {
    memory.countRelocations(count);
    for (long index = 0; index < count; index++) {
      memory.relocate(
          address, isForOthers ? memory.external() : memory.place(memory.number(address)));
      address += Long.BYTES + between;
    }
  }

  private void skipText() throws DamagedFileException {
    while (program.octet(at++) != 0) {
      // Up to the NUL.
    }
  }

  /// A number of seven bits in each byte, the lowest ones first. What is beyond 64 bits is lost, as
  /// addresses count modulo their size.
  private long number() throws DamagedFileException {
    long number = 0;
    int shift = 0;
    int octet;
    do {
      octet = program.octet(at++);
      number |= shift < Long.SIZE ? (octet & 0x7FL) << shift : 0;
      shift += 7;
    } while ((octet & 0x80) != 0 && shift < 2 * Long.SIZE);
    return number;
  }
}
