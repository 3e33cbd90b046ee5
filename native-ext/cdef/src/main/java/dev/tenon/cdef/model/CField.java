package dev.tenon.cdef.model;

/// A member of a struct or union.
///
/// @param name empty for a member without a name
/// @param bits the width of a bit-field; [#WHOLE] for other members
public record CField(String name, CType type, int bits) {
  /// The width of a member that is no bit-field.
  public static final int WHOLE = -1;

  /// Whether it is a bit-field.
  public boolean isBitField() {
    return bits != WHOLE;
  }
}
