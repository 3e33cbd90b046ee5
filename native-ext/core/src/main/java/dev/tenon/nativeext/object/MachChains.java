// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

/// Follows the chains of pointers in a library of macOS: each pointer holds what it leads to and
/// how far away the next one is.
final class MachChains {

  private static final int STARTS = 4;
  private static final int SEGMENT_HEAD = 22;
  private static final int NO_START = 0xFFFF;
  private static final int POINTERS = 2;
  private static final int POINTERS_FROM_HEAD = 6;
  private static final int STRIDE = 4;
  private static final long TARGET = (1L << 36) - 1;

  private final ObjectMemory memory;
  private final long head;
  private final Table table;

  /// @param head the address of the head of the file
  MachChains(ObjectMemory memory, long head, Table table) {
    this.memory = memory;
    this.head = head;
    this.table = table;
  }

  void follow() throws DamagedFileException {
    long starts = table.word(STARTS);
    long count = table.word(starts);
    for (long index = 0; index < count; index++) {
      long offset = table.word(starts + 4 + index * 4);
      if (offset != 0) {
        followSegment(starts + offset);
      }
    }
  }

  private void followSegment(long at) throws DamagedFileException {
    long pageSize = table.half(at + 4);
    int format = table.half(at + 6);
    if (format != POINTERS && format != POINTERS_FROM_HEAD) {
      throw new DamagedFileException(
          "chains of pointers of the format %d".formatted(format),
          "pointers of 64 bits without signatures (%d or %d)"
              .formatted(POINTERS, POINTERS_FROM_HEAD));
    }
    long segment = head + table.number(at + 8);
    int pages = table.half(at + 20);
    memory.countRelocations(pages);
    for (int page = 0; page < pages; page++) {
      int start = table.half(at + SEGMENT_HEAD + page * 2L);
      if (start != NO_START) {
        followChain(segment + page * pageSize + start, format == POINTERS ? 0 : head);
      }
    }
  }

  /// The distance to the next pointer is in units of four bytes, and 0 for the last one.
  private void followChain(long first, long from) throws DamagedFileException {
    long address = first;
    long next;
    do {
      long word = memory.number(address);
      boolean isOfOther = word < 0;
      next = word >>> 51 & 0xFFF;
      memory.relocate(
          address, isOfOther ? memory.external() : memory.place(from + (word & TARGET)));
      address += next * STRIDE;
    } while (next != 0);
  }
}
