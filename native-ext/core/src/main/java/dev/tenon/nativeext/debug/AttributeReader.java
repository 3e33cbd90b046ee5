// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads values of attributes in every form of DWARF 2 to 5.
final class AttributeReader {

  private static final int INDIRECT = 0x16;

  private final DebugSections sections;

  /// Where the types of type units are, by their signature.
  private final Map<Long, Long> signatures;

  /// Most names are there once and referred to often.
  private final Map<String, Map<Long, String>> texts = new HashMap<>();

  AttributeReader(DebugSections sections, Map<Long, Long> signatures) {
    this.sections = sections;
    this.signatures = signatures;
  }

  /// An address in the library, as against a number that counts from one.
  record Address(long value) {}

  /// Reads a value: a [Long], a [String], an [Address], a [DebugEntry.Reference], bytes; null for
  /// what is in another file.
  @Nullable Object value(ByteCursor cursor, int form, long constant, DebugUnit unit) {
    boolean isWide = unit.isWide();
    return switch (form) {
      case 0x01 -> new Address(cursor.unsigned(unit.addressSize()));
      case 0x03 -> cursor.block(cursor.u2());
      case 0x04 -> cursor.block(cursor.u4());
      case 0x05 -> (long) cursor.u2();
      case 0x06 -> cursor.u4();
      case 0x07 -> cursor.u8();
      case 0x08 -> cursor.text();
      case 0x09, 0x18 -> cursor.block(cursor.uleb());
      case 0x0a -> cursor.block(cursor.u1());
      case 0x0b, 0x0c -> (long) cursor.u1();
      case 0x0d -> cursor.sleb();
      case 0x0e -> text("str", cursor.offset(isWide));
      case 0x0f -> cursor.uleb();
      case 0x10 ->
          new DebugEntry.Reference(
              unit.version() == 2 ? cursor.unsigned(unit.addressSize()) : cursor.offset(isWide));
      case 0x11 -> reference(cursor.u1(), unit);
      case 0x12 -> reference(cursor.u2(), unit);
      case 0x13 -> reference(cursor.u4(), unit);
      case 0x14 -> reference(cursor.u8(), unit);
      case 0x15 -> reference(cursor.uleb(), unit);
      case INDIRECT -> indirect(cursor, unit);
      case 0x17 -> cursor.offset(isWide);
      case 0x19 -> 1L;
      case 0x1a -> indexedText(cursor.uleb(), unit);
      case 0x1b -> indexedAddress(cursor.uleb(), unit);
      case 0x1c -> absent(cursor, 4);
      case 0x1d, 0x1f20, 0x1f21 -> absent(cursor, isWide ? 8 : 4);
      case 0x1e -> cursor.block(16);
      case 0x1f -> text("line_str", cursor.offset(isWide));
      case 0x20 -> signed(cursor.u8());
      case 0x21 -> constant;
      case 0x22 -> absent(cursor.uleb());
      case 0x23 -> indexedRange(cursor.uleb(), unit);
      case 0x24 -> absent(cursor, 8);
      case 0x25 -> indexedText(cursor.u1(), unit);
      case 0x26 -> indexedText(cursor.u2(), unit);
      case 0x27 -> indexedText(cursor.u3(), unit);
      case 0x28 -> indexedText(cursor.u4(), unit);
      case 0x29 -> indexedAddress(cursor.u1(), unit);
      case 0x2a -> indexedAddress(cursor.u2(), unit);
      case 0x2b -> indexedAddress(cursor.u3(), unit);
      case 0x2c -> indexedAddress(cursor.u4(), unit);
      default -> throw new IllegalArgumentException("form %#x of an attribute".formatted(form));
    };
  }

  private @Nullable Object indirect(ByteCursor cursor, DebugUnit unit) {
    int form = Math.toIntExact(cursor.uleb());
    if (form == INDIRECT) {
      throw new IllegalArgumentException("an indirect form of an indirect form");
    }
    return value(cursor, form, 0, unit);
  }

  private static DebugEntry.Reference reference(long offset, DebugUnit unit) {
    return new DebugEntry.Reference(unit.start() + offset);
  }

  private static @Nullable Object absent(ByteCursor cursor, int size) {
    cursor.skip(size);
    return null;
  }

  private static @Nullable Object absent(long index) {
    return index < 0 ? index : null;
  }

  private @Nullable Object signed(long signature) {
    Long offset = signatures.get(signature);
    return offset == null ? null : new DebugEntry.Reference(offset);
  }

  String text(String section, long offset) {
    return texts
        .computeIfAbsent(section, _ -> new HashMap<>())
        .computeIfAbsent(offset, at -> sections.section(section).at(at).text());
  }

  private String indexedText(long index, DebugUnit unit) {
    int width = unit.isWide() ? 8 : 4;
    ByteCursor offsets = sections.section("str_offsets").at(unit.bases().texts() + index * width);
    return text("str", offsets.offset(unit.isWide()));
  }

  private Address indexedAddress(long index, DebugUnit unit) {
    int width = unit.addressSize();
    ByteCursor addresses = sections.section("addr").at(unit.bases().addresses() + index * width);
    return new Address(addresses.unsigned(width));
  }

  private Long indexedRange(long index, DebugUnit unit) {
    int width = unit.isWide() ? 8 : 4;
    long base = unit.bases().ranges();
    return base + sections.section("rnglists").at(base + index * width).offset(unit.isWide());
  }

  /// The start of the first range of a list, and its end; both 0 if it has none.
  ///
  /// @param base the address that offsets of the list count from
  long[] firstRange(long offset, long base, DebugUnit unit) {
    return unit.version() < 5 ? oldRange(offset, base, unit) : newRange(offset, base, unit);
  }

  private long[] oldRange(long offset, long unitBase, DebugUnit unit) {
    int size = unit.addressSize();
    ByteCursor cursor = sections.section("ranges").at(offset);
    long base = unitBase;
    while (true) {
      long low = cursor.unsigned(size);
      long high = cursor.unsigned(size);
      if (low == -1L || (size == 4 && low == 0xFFFFFFFFL)) {
        base = high;
      } else {
        return low == 0 && high == 0 ? new long[2] : new long[] {base + low, base + high};
      }
    }
  }

  private long[] newRange(long offset, long unitBase, DebugUnit unit) {
    int size = unit.addressSize();
    ByteCursor cursor = sections.section("rnglists").at(offset);
    long base = unitBase;
    while (true) {
      int kind = cursor.u1();
      switch (kind) {
        case 0 -> {
          return new long[2];
        }
        case 1 -> base = indexedAddress(cursor.uleb(), unit).value();
        case 2 -> {
          long low = indexedAddress(cursor.uleb(), unit).value();
          return new long[] {low, indexedAddress(cursor.uleb(), unit).value()};
        }
        case 3 -> {
          long low = indexedAddress(cursor.uleb(), unit).value();
          return new long[] {low, low + cursor.uleb()};
        }
        case 4 -> {
          long low = base + cursor.uleb();
          return new long[] {low, base + cursor.uleb()};
        }
        case 5 -> base = cursor.unsigned(size);
        case 6 -> {
          long low = cursor.unsigned(size);
          return new long[] {low, cursor.unsigned(size)};
        }
        case 7 -> {
          long low = cursor.unsigned(size);
          return new long[] {low, low + cursor.uleb()};
        }
        default -> throw new IllegalArgumentException("range entry of kind %d".formatted(kind));
      }
    }
  }
}
