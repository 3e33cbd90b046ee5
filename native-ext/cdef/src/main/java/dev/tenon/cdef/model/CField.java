// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

/// A member of a struct or union.
///
/// @param name empty for a member without a name
/// @param bits the width of a bit-field; [#WHOLE] for other members
/// @param packed whether it follows the member before it without padding
/// @param alignment the least alignment in bytes that the member asks for; 0 if it asks for none
/// @param ownAlignment the alignment in bytes that a typedef gave its type; 0 if it has its type's
public record CField(
    String name, CType type, int bits, boolean packed, int alignment, int ownAlignment) {
  /// The width of a member that is no bit-field.
  public static final int WHOLE = -1;

  /// A member that says nothing about its place.
  public CField(String name, CType type, int bits) {
    this(name, type, bits, false, 0, 0);
  }

  /// Whether it is a bit-field.
  public boolean isBitField() {
    return bits != WHOLE;
  }
}
