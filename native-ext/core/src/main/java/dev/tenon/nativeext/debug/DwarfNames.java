// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of the DWARF tags and attributes that are read, without `DW_TAG_` and `DW_AT_`.
final class DwarfNames {

  private static final Map<Integer, String> TAGS =
      Map.ofEntries(
          Map.entry(0x01, "array_type"),
          Map.entry(0x02, "class_type"),
          Map.entry(0x04, "enumeration_type"),
          Map.entry(0x05, "formal_parameter"),
          Map.entry(0x0d, "member"),
          Map.entry(0x0f, "pointer_type"),
          Map.entry(0x10, "reference_type"),
          Map.entry(0x11, "compile_unit"),
          Map.entry(0x12, "string_type"),
          Map.entry(0x13, "structure_type"),
          Map.entry(0x15, "subroutine_type"),
          Map.entry(0x16, "typedef"),
          Map.entry(0x17, "union_type"),
          Map.entry(0x18, "unspecified_parameters"),
          Map.entry(0x1c, "inheritance"),
          Map.entry(0x1f, "ptr_to_member_type"),
          Map.entry(0x21, "subrange_type"),
          Map.entry(0x24, "base_type"),
          Map.entry(0x26, "const_type"),
          Map.entry(0x28, "enumerator"),
          Map.entry(0x2d, "packed_type"),
          Map.entry(0x2e, "subprogram"),
          Map.entry(0x34, "variable"),
          Map.entry(0x35, "volatile_type"),
          Map.entry(0x37, "restrict_type"),
          Map.entry(0x3b, "unspecified_type"),
          Map.entry(0x3c, "partial_unit"),
          Map.entry(0x41, "type_unit"),
          Map.entry(0x42, "rvalue_reference_type"),
          Map.entry(0x47, "atomic_type"));

  private static final Map<Integer, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(0x03, "name"),
          Map.entry(0x0b, "byte_size"),
          Map.entry(0x0c, "bit_offset"),
          Map.entry(0x0d, "bit_size"),
          Map.entry(0x10, "stmt_list"),
          Map.entry(0x11, "low_pc"),
          Map.entry(0x12, "high_pc"),
          Map.entry(0x1b, "comp_dir"),
          Map.entry(0x1c, "const_value"),
          Map.entry(0x22, "lower_bound"),
          Map.entry(0x25, "producer"),
          Map.entry(0x27, "prototyped"),
          Map.entry(0x2f, "upper_bound"),
          Map.entry(0x31, "abstract_origin"),
          Map.entry(0x34, "artificial"),
          Map.entry(0x37, "count"),
          Map.entry(0x38, "data_member_location"),
          Map.entry(0x3a, "decl_file"),
          Map.entry(0x3b, "decl_line"),
          Map.entry(0x3c, "declaration"),
          Map.entry(0x3e, "encoding"),
          Map.entry(0x3f, "external"),
          Map.entry(0x47, "specification"),
          Map.entry(0x49, "type"),
          Map.entry(0x55, "ranges"),
          Map.entry(0x69, "signature"),
          Map.entry(0x6b, "data_bit_offset"),
          Map.entry(0x6e, "linkage_name"),
          Map.entry(0x72, "str_offsets_base"),
          Map.entry(0x73, "addr_base"),
          Map.entry(0x74, "rnglists_base"),
          Map.entry(0x87, "noreturn"),
          Map.entry(0x88, "alignment"),
          Map.entry(0x2007, "linkage_name"),
          Map.entry(0x2107, "GNU_vector"));

  private DwarfNames() {}

  /// The name of a tag; `tag_0x…` for one that is not listed.
  static String tag(int number) {
    String known = TAGS.get(number);
    return known == null ? "tag_0x" + Integer.toHexString(number) : known;
  }

  /// The name of an attribute; null for one that nobody asks for.
  static @Nullable String attribute(int number) {
    return ATTRIBUTES.get(number);
  }
}
