// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import java.util.function.LongFunction;

/// A unit of debug information: what one run of the compiler recorded, and what its entries need to
/// be read.
///
/// @param start where it begins in its section; its entries refer to each other from there
/// @param firstEntry where its first entry is
/// @param end where it ends
/// @param isWide whether offsets have 8 bytes
/// @param signature the number of the type that a type unit declares
/// @param typeOffset where that type is, from the start; 0 for other units
/// @param bases what its first entry says about other sections
record DebugUnit(
    long start,
    long firstEntry,
    long end,
    boolean isWide,
    int version,
    int addressSize,
    Abbreviations abbreviations,
    long signature,
    long typeOffset,
    Bases bases) {

  private static final int TYPE_UNIT = 2;
  private static final int SKELETON_UNIT = 4;
  private static final int SPLIT_UNIT = 5;
  private static final int SPLIT_TYPE_UNIT = 6;

  /// Where a unit's parts of other sections begin.
  record Bases(long texts, long addresses, long ranges) {}

  DebugUnit withBases(Bases found) {
    return new DebugUnit(
        start,
        firstEntry,
        end,
        isWide,
        version,
        addressSize,
        abbreviations,
        signature,
        typeOffset,
        found);
  }

  /// Reads the head of a unit and leaves the cursor at its end.
  ///
  /// @param tables finds the abbreviations at an offset
  static DebugUnit read(ByteCursor cursor, LongFunction<Abbreviations> tables) {
    long start = cursor.position();
    ByteCursor.UnitLength length = cursor.unitLength();
    boolean isWide = length.isWide();
    long end = cursor.position() + length.bytes();
    ByteCursor head = cursor.at(cursor.position());
    cursor.moveTo(end);
    int version = head.u2();
    if (version < 2 || version > 5) {
      throw new IllegalArgumentException("DWARF version %d, expected 2 to 5".formatted(version));
    }
    int type = version < 5 ? 1 : head.u1();
    int addressSize = version < 5 ? 0 : head.u1();
    long abbreviations = head.offset(isWide);
    addressSize = version < 5 ? head.u1() : addressSize;
    boolean declaresType = type == TYPE_UNIT || type == SPLIT_TYPE_UNIT;
    long signature = declaresType || type == SKELETON_UNIT || type == SPLIT_UNIT ? head.u8() : 0;
    long typeOffset = declaresType ? head.offset(isWide) : 0;
    return new DebugUnit(
        start,
        head.position(),
        end,
        isWide,
        version,
        addressSize,
        tables.apply(abbreviations),
        signature,
        typeOffset,
        new Bases(isWide ? 16 : 8, isWide ? 16 : 8, isWide ? 20 : 12));
  }
}
