// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.model.RecordLayout;

/// The bytes of a bit-field. It touches no others: the type's whole unit may reach beyond the end
/// of a packed struct.
///
/// @param offset of the first byte in its struct
/// @param shift the lowest bit in the first byte, 0 to 7
/// @param width in bits, 1 to 64
record BitField(long offset, int shift, int width) {

  static BitField of(RecordLayout.Place place) {
    return new BitField(
        place.offset() + place.bitOffset() / Byte.SIZE,
        place.bitOffset() % Byte.SIZE,
        place.bits());
  }

  private int bytes() {
    return (shift + width + Byte.SIZE - 1) / Byte.SIZE;
  }

  /// The bits of the field in the struct at an address; higher bits are any.
  long read(long struct) {
    long value = 0;
    for (int index = 0; index < bytes(); index++) {
      value |= shifted(at(struct, index), index * Byte.SIZE - shift);
    }
    return value;
  }

  /// Sets the bits of the field in the struct at an address.
  void write(long struct, long value) {
    long mask = -1L >>> (Long.SIZE - width);
    for (int index = 0; index < bytes(); index++) {
      int places = shift - index * Byte.SIZE;
      long own = shifted(mask, places) & 0xFF;
      long kept = at(struct, index) & ~own;
      CMemory.putInteger(struct + offset + index, 1, kept | (shifted(value & mask, places) & own));
    }
  }

  private long at(long struct, int index) {
    return CMemory.getInteger(struct + offset + index, 1, false);
  }

  /// A value moved up, or down for negative places.
  private static long shifted(long value, int places) {
    return places >= 0 ? value << places : value >>> -places;
  }
}
