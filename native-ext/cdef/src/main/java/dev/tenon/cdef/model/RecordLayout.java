// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where the members of a struct or union lie.
///
/// @param size in bytes
/// @param alignment in bytes
/// @param places by name; the members of nested members without a name are among them
public record RecordLayout(long size, long alignment, Map<String, Place> places) {

  /// A layout.
  public RecordLayout {
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  /// Where a member lies.
  ///
  /// @param offset in bytes, of the member or of the unit that holds a bit-field
  /// @param bitOffset the lowest bit of a bit-field in its unit
  /// @param bits the width of a bit-field; [CField#WHOLE] for other members
  public record Place(CType type, long offset, int bitOffset, int bits) {
    /// Whether it is a bit-field.
    public boolean isBitField() {
      return bits != CField.WHOLE;
    }

    /// The same member of a struct that lies further on in another one.
    public Place movedBy(long bytes) {
      return new Place(type, offset + bytes, bitOffset, bits);
    }
  }
}
