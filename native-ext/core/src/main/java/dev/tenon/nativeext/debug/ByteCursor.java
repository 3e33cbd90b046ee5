// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads the numbers and texts that DWARF is made of, one after the other. A read beyond the end
/// throws a [java.nio.BufferUnderflowException] or an [IndexOutOfBoundsException].
final class ByteCursor {

  private static final int LONGEST_NUMBER = 10;

  private final ByteBuffer bytes;
  private final ReadBudget budget;

  /// A cursor over a section, or a part of one, from its start.
  ByteCursor(ByteBuffer bytes, ReadBudget budget) {
    this.budget = budget;
    this.bytes = bytes.duplicate().order(bytes.order());
    this.bytes.position(0);
  }

  /// A cursor at another place of the same bytes, up to the same end.
  ByteCursor at(long position) {
    ByteCursor other = new ByteCursor(bytes, budget);
    other.moveTo(position);
    return other;
  }

  int position() {
    return bytes.position();
  }

  void moveTo(long position) {
    bytes.position(Math.toIntExact(position));
  }

  void skip(long count) {
    if (count < 0) {
      throw new IndexOutOfBoundsException("skip of %d bytes".formatted(count));
    }
    moveTo(position() + count);
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }

  /// Ends the bytes at a place.
  void endAt(long position) {
    bytes.limit(Math.toIntExact(position));
  }

  int u1() {
    budget.spend(1);
    return bytes.get() & 0xFF;
  }

  int s1() {
    return bytes.get();
  }

  int u2() {
    budget.spend(2);
    return bytes.getShort() & 0xFFFF;
  }

  int u3() {
    int low = u1();
    int middle = u1();
    int high = u1();
    return bytes.order() == ByteOrder.LITTLE_ENDIAN
        ? low | middle << 8 | high << 16
        : low << 16 | middle << 8 | high;
  }

  long u4() {
    budget.spend(4);
    return bytes.getInt() & 0xFFFFFFFFL;
  }

  long u8() {
    budget.spend(8);
    return bytes.getLong();
  }

  /// A number of `size` bytes without a sign.
  ///
  /// @throws IllegalArgumentException for a size that DWARF does not have
  long unsigned(int size) {
    return switch (size) {
      case 1 -> u1();
      case 2 -> u2();
      case 4 -> u4();
      case 8 -> u8();
      default -> throw new IllegalArgumentException("a number of %d bytes".formatted(size));
    };
  }

  /// An offset into a section.
  long offset(boolean isWide) {
    return isWide ? u8() : u4();
  }

  /// The length of a unit, which also decides the width of its offsets.
  UnitLength unitLength() {
    long length = u4();
    if (length == 0xFFFFFFFFL) {
      return new UnitLength(u8(), true);
    }
    if (length >= 0xFFFFFFF0L) {
      throw new IllegalArgumentException("the unit length %#x is reserved".formatted(length));
    }
    return new UnitLength(length, false);
  }

  /// The length of a unit.
  ///
  /// @param isWide whether its offsets have 8 bytes
  record UnitLength(long bytes, boolean isWide) {}

  /// A number without a sign in 7 bits of each byte.
  long uleb() {
    long value = 0;
    for (int index = 0; index < LONGEST_NUMBER; index++) {
      int next = u1();
      value |= (next & 0x7FL) << (7 * index);
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  /// A number with a sign in 7 bits of each byte.
  long sleb() {
    long value = 0;
    for (int index = 0; index < LONGEST_NUMBER; index++) {
      int next = u1();
      int shift = 7 * index;
      value |= (next & 0x7FL) << shift;
      if ((next & 0x80) == 0) {
        boolean isNegative = (next & 0x40) != 0 && shift + 7 < Long.SIZE;
        return isNegative ? value | -1L << (shift + 7) : value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  /// The text up to the next NUL.
  String text() {
    int start = position();
    while (bytes.get() != 0) {
      // Read until the end of the text.
    }
    budget.spend(position() - start);
    budget.keep(position() - start);
    byte[] text = new byte[position() - 1 - start];
    bytes.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  byte[] block(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new IndexOutOfBoundsException("a block of %d bytes".formatted(length));
    }
    budget.spend(length);
    byte[] block = new byte[(int) length];
    bytes.get(block);
    return block;
  }
}
