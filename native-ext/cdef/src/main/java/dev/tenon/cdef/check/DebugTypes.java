// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.check;

import dev.tenon.cdef.model.CField;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.nativeext.debug.DebugEntry;
import dev.tenon.nativeext.debug.DebugInformation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns entries of debug information into C types.
final class DebugTypes {

  private static final int BOOLEAN = 2;
  private static final int FLOAT = 4;
  private static final int SIGNED = 5;
  private static final int SIGNED_CHAR = 6;
  private static final int UNSIGNED = 7;
  private static final int UNSIGNED_CHAR = 8;

  private final DebugInformation information;
  private final Map<String, RecordLayout> records = new HashMap<>();
  private final Map<DebugEntry, String> tags = new HashMap<>();

  DebugTypes(DebugInformation information) {
    this.information = information;
  }

  /// The layouts of the structs and unions that types have mentioned.
  Map<String, RecordLayout> records() {
    return records;
  }

  /// The type that an entry refers to; `void` if it refers to none.
  CType typeOf(DebugEntry entry) {
    return behind(entry, "");
  }

  CType.Function function(DebugEntry entry) {
    List<CParameter> parameters = new ArrayList<>();
    for (DebugEntry parameter : entry.children("formal_parameter")) {
      parameters.add(new CParameter(parameter.name(), typeOf(parameter)));
    }
    boolean variadic = !entry.children("unspecified_parameters").isEmpty();
    return new CType.Function(typeOf(entry), parameters, variadic);
  }

  /// @param alias the typedef through which the type is seen; empty for none
  CType convert(DebugEntry type, String alias) {
    return switch (type.tag()) {
      case "base_type" -> number(type);
      case "enumeration_type" -> enumeration(type, alias);
      case "pointer_type" -> pointer(type);
      case "structure_type", "union_type" -> record(type, alias);
      case "array_type" -> array(type);
      case "subroutine_type" -> function(type);
      case "typedef" -> behind(type, type.name());
      case "const_type", "volatile_type", "restrict_type", "atomic_type" -> behind(type, alias);
      default -> new CType.VoidType();
    };
  }

  private CType pointer(DebugEntry type) {
    DebugEntry target = referred(type);
    return new CType.Pointer(typeOf(type), target != null && target.tag().equals("const_type"));
  }

  private @Nullable DebugEntry referred(DebugEntry entry) {
    try {
      return information.referred(entry, "type").orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CType behind(DebugEntry type, String alias) {
    DebugEntry next = referred(type);
    return next == null ? new CType.VoidType() : convert(next, alias);
  }

  private static CType number(DebugEntry type) {
    NumberKind kind = kind((int) type.number("encoding", 0), (int) type.number("byte_size", 0));
    if (kind == null) {
      return new CType.Struct(type.name());
    }
    boolean isLong = type.name().contains("long") && !type.name().contains("long long");
    return new CType.Arithmetic(
        isLong && kind == NumberKind.LLONG
            ? NumberKind.LONG
            : isLong && kind == NumberKind.ULLONG ? NumberKind.ULONG : kind);
  }

  private static @Nullable NumberKind kind(int encoding, int size) {
    return switch (encoding) {
      case BOOLEAN -> NumberKind.BOOL;
      case SIGNED_CHAR -> NumberKind.CHAR;
      case UNSIGNED_CHAR -> NumberKind.UCHAR;
      case FLOAT ->
          switch (size) {
            case 4 -> NumberKind.FLOAT;
            case 8 -> NumberKind.DOUBLE;
            case 16 -> NumberKind.LONG_DOUBLE;
            default -> null;
          };
      case SIGNED ->
          switch (size) {
            case 1 -> NumberKind.SCHAR;
            case 2 -> NumberKind.SHORT;
            case 4 -> NumberKind.INT;
            case 8 -> NumberKind.LLONG;
            default -> null;
          };
      case UNSIGNED ->
          switch (size) {
            case 1 -> NumberKind.UCHAR;
            case 2 -> NumberKind.USHORT;
            case 4 -> NumberKind.UINT;
            case 8 -> NumberKind.ULLONG;
            default -> null;
          };
      default -> null;
    };
  }

  private static CType enumeration(DebugEntry type, String alias) {
    NumberKind kind =
        kind((int) type.number("encoding", UNSIGNED), (int) type.number("byte_size", 4));
    return new CType.Enumeration(
        type.name().isEmpty() ? alias : "enum " + type.name(),
        kind == null ? NumberKind.INT : kind);
  }

  /// The value of an enumerator, as declarations have it.
  static Object value(DebugEntry enumeration, DebugEntry enumerator) {
    long value = enumerator.number("const_value", 0);
    boolean isWide =
        enumeration.number("byte_size", 4) == Long.BYTES
            && enumeration.number("encoding", UNSIGNED) == UNSIGNED;
    return value < 0 && isWide ? new BigInteger(Long.toUnsignedString(value)) : (Object) value;
  }

  private CType array(DebugEntry type) {
    CType made = typeOf(type);
    List<DebugEntry> dimensions = type.children("subrange_type");
    for (int index = dimensions.size() - 1; index >= 0; index--) {
      DebugEntry dimension = dimensions.get(index);
      long length =
          dimension.has("count")
              ? dimension.number("count", CType.Array.UNKNOWN)
              : dimension.number("upper_bound", CType.Array.UNKNOWN - 1) + 1;
      made = new CType.Array(made, length);
    }
    return made;
  }

  private CType record(DebugEntry type, String alias) {
    String known = tags.get(type);
    if (known != null) {
      return new CType.Struct(known);
    }
    String word = type.tag().equals("union_type") ? "union " : "struct ";
    String unnamed = alias.isEmpty() ? "%s<%d>".formatted(word, tags.size()) : alias;
    String tag = type.name().isEmpty() ? unnamed : word + type.name();
    tags.put(type, tag);
    if (!type.has("declaration")) {
      Map<String, RecordLayout.Place> places = new LinkedHashMap<>();
      type.children("member").forEach(member -> place(member, 0, places));
      records.put(tag, new RecordLayout(type.number("byte_size", 0), 1, places));
    }
    return new CType.Struct(tag);
  }

  private void place(DebugEntry member, long start, Map<String, RecordLayout.Place> places) {
    CType type = typeOf(member);
    long offset = start + member.number("data_member_location", 0);
    if (member.name().isEmpty()) {
      if (type instanceof CType.Struct inner && records.containsKey(inner.tag())) {
        records
            .get(inner.tag())
            .places()
            .forEach((name, each) -> places.put(name, each.movedBy(offset)));
      }
    } else if (member.has("bit_size")) {
      int bits = (int) member.number("bit_size", 0);
      places.put(
          member.name(), new RecordLayout.Place(type, offset, bitOffset(member, bits), bits));
    } else {
      places.put(member.name(), new RecordLayout.Place(type, offset, 0, CField.WHOLE));
    }
  }

  /// Until version 4, DWARF counted the bits of a unit from its highest.
  private static int bitOffset(DebugEntry member, int bits) {
    return (int)
        (member.has("bit_offset")
            ? member.number("byte_size", 0) * Byte.SIZE - member.number("bit_offset", 0) - bits
            : member.number("data_bit_offset", 0));
  }
}
