// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.util.List;

/// A struct or union.
///
/// @param tag as in [CType.Struct]
/// @param complete whether its members are known; one without is an opaque handle
/// @param packed whether its members follow each other without padding
/// @param limit the largest alignment in bytes of its members, by `#pragma pack`; 0 for any
/// @param alignment the least alignment in bytes that it asks for; 0 if it asks for none
public record CRecord(
    String tag,
    boolean isUnion,
    boolean complete,
    boolean packed,
    int limit,
    int alignment,
    List<CField> fields) {
  /// A struct or union.
  public CRecord {
    fields = List.copyOf(fields);
  }

  /// A struct or union of which only the name is known.
  public static CRecord opaque(String tag, boolean isUnion) {
    return new CRecord(tag, isUnion, false, false, 0, 0, List.of());
  }
}
