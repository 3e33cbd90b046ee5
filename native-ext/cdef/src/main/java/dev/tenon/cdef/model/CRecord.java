package dev.tenon.cdef.model;

import java.util.List;

/// A struct or union.
///
/// @param tag as in [CType.Struct]
/// @param complete whether its members are known; one without is an opaque handle
/// @param packed whether members follow each other without padding
public record CRecord(
    String tag, boolean isUnion, boolean complete, boolean packed, List<CField> fields) {
  /// A struct or union.
  public CRecord {
    fields = List.copyOf(fields);
  }

  /// A struct or union of which only the name is known.
  public static CRecord opaque(String tag, boolean isUnion) {
    return new CRecord(tag, isUnion, false, false, List.of());
  }
}
