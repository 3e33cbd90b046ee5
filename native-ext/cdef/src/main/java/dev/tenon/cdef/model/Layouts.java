// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import dev.tenon.input.Escapes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sizes, alignments and places of members, by the rules of the System V ABI. Any thread may use
/// it.
public final class Layouts {

  private final Declarations declarations;
  private final DataModel model;
  private final Map<String, RecordLayout> known = new ConcurrentHashMap<>();
  private final Set<String> underWay = new HashSet<>();

  /// The layouts of one file's types.
  public Layouts(Declarations declarations, DataModel model) {
    this.declarations = declarations;
    this.model = model;
  }

  /// The platform.
  public DataModel model() {
    return model;
  }

  /// Whether the size of a type is known.
  public boolean isComplete(CType type) {
    return switch (type) {
      case CType.VoidType _, CType.Function _ -> false;
      case CType.Arithmetic _, CType.Enumeration _, CType.Pointer _ -> true;
      case CType.Array array ->
          array.length() != CType.Array.UNKNOWN && isComplete(array.element());
      case CType.Struct struct -> declarations.record(struct).complete();
    };
  }

  /// The size of a type in bytes.
  ///
  /// @throws IllegalArgumentException if it is not known
  public long sizeOf(CType type) {
    return switch (type) {
      case CType.Arithmetic number -> model.sizeOf(number.kind());
      case CType.Enumeration enumeration -> model.sizeOf(enumeration.kind());
      case CType.Pointer _ -> DataModel.POINTER_SIZE;
      case CType.Array array when array.length() == CType.Array.UNKNOWN -> 0;
      case CType.Array array -> Math.multiplyExact(array.length(), sizeOf(array.element()));
      case CType.Struct struct -> layout(struct).size();
      case CType.VoidType _, CType.Function _ ->
          throw new IllegalArgumentException("%s has no size".formatted(Escapes.quoted(type)));
    };
  }

  /// The alignment of a type in bytes.
  ///
  /// @throws IllegalArgumentException if it is not known
  public long alignmentOf(CType type) {
    return switch (type) {
      case CType.Array array -> alignmentOf(array.element());
      case CType.Struct struct -> layout(struct).alignment();
      default -> sizeOf(type);
    };
  }

  /// Where the members of a struct or union lie.
  ///
  /// @throws IllegalArgumentException if its members are not known
  public RecordLayout layout(CType.Struct type) {
    RecordLayout layout = known.get(type.tag());
    if (layout == null) {
      CRecord described = declarations.record(type);
      if (!described.complete()) {
        throw new IllegalArgumentException(
            "%s is only declared: its members and its size are not known"
                .formatted(Escapes.quoted(type)));
      }
      layout = place(type, described);
      known.put(type.tag(), layout);
    }
    return layout;
  }

  private synchronized RecordLayout place(CType.Struct type, CRecord described) {
    if (!underWay.add(type.tag())) {
      throw new IllegalArgumentException("%s contains itself".formatted(Escapes.quoted(type)));
    }
    try {
      return new Placement(described).layout();
    } finally {
      underWay.remove(type.tag());
    }
  }

  /// Whether a struct or union lies as it would without any attribute and pragma. How one that does
  /// not is passed by value, each compiler decides for itself.
  ///
  /// @throws IllegalArgumentException if its members are not known
  public boolean isOrdinary(CType.Struct type) {
    return change(type).isEmpty();
  }

  /// What changes the layout of a struct or union; empty for nothing.
  ///
  /// @throws IllegalArgumentException if its members are not known
  public String change(CType.Struct type) {
    CRecord described = declarations.record(type);
    List<CField> fields =
        described.fields().stream()
            .map(field -> new CField(field.name(), field.type(), field.bits()))
            .toList();
    CRecord bare = new CRecord(described.tag(), described.isUnion(), true, false, 0, 0, fields);
    if (new Placement(bare).layout().equals(layout(type))) {
      return "";
    }
    if (described.limit() != 0) {
      return "#pragma pack(%d)".formatted(described.limit());
    }
    return described.packed() || described.fields().stream().anyMatch(CField::packed)
        ? "the attribute 'packed'"
        : "an alignment that is asked for";
  }

  /// Places the members of one struct or union, one after the other.
  private final class Placement {
    private final CRecord described;
    private final Map<String, RecordLayout.Place> places = new LinkedHashMap<>();
    private long bit;
    private long alignment = 1;
    private long largest;

    Placement(CRecord described) {
      this.described = described;
    }

    RecordLayout layout() {
      for (CField field : described.fields()) {
        if (described.isUnion()) {
          bit = 0;
        }
        if (field.isBitField()) {
          placeBits(field);
        } else {
          placeWhole(field);
        }
        largest = Math.max(largest, bit);
      }
      alignment = Math.max(alignment, described.alignment());
      return new RecordLayout(up(ceilBytes(largest), alignment), alignment, places);
    }

    private void placeWhole(CField field) {
      long own = alignmentOf(field);
      long offset = up(ceilBytes(bit), own);
      alignment = Math.max(alignment, own);
      add(field, new RecordLayout.Place(field.type(), offset, 0, CField.WHOLE));
      bit = (offset + sizeOf(field.type())) * 8;
    }

    private long natural(CField field) {
      return field.ownAlignment() == 0
          ? Layouts.this.alignmentOf(field.type())
          : field.ownAlignment();
    }

    private boolean isPacked(CField field) {
      return described.packed() || field.packed();
    }

    /// `packed` takes the natural alignment away, what the member itself asks for stays; `#pragma
    /// pack` limits both.
    private long alignmentOf(CField field) {
      long natural = isPacked(field) ? 1 : natural(field);
      long asked = Math.max(natural, field.alignment());
      return described.limit() == 0 ? asked : Math.min(asked, described.limit());
    }

    /// A bit-field shares its unit with what precedes it unless it would reach beyond the unit;
    /// packed ones reach beyond.
    private void placeBits(CField field) {
      long unit = sizeOf(field.type()) * 8;
      boolean named = !field.name().isEmpty();
      if (field.bits() == 0) {
        bit = up(bit, unit);
      }
      if (named || model.unnamedBitsAlign()) {
        alignment = Math.max(alignment, alignmentOfUnit(field, unit / 8));
      }
      if (field.bits() == 0) {
        return;
      }
      boolean tight = isPacked(field) || described.limit() != 0;
      if (!tight && bit / unit != (bit + field.bits() - 1) / unit) {
        bit = up(bit, unit);
      }
      if (named) {
        long offset = tight ? bit / 8 : bit / unit * (unit / 8);
        int within = (int) (bit - offset * 8);
        add(field, new RecordLayout.Place(field.type(), offset, within, field.bits()));
      }
      bit += field.bits();
    }

    private long alignmentOfUnit(CField field, long natural) {
      if (described.limit() != 0) {
        return Math.min(natural, described.limit());
      }
      return isPacked(field) && field.bits() != 0 ? 1 : natural;
    }

    private void add(CField field, RecordLayout.Place place) {
      if (!field.name().isEmpty()) {
        places.put(field.name(), place);
      } else if (field.type() instanceof CType.Struct inner) {
        Layouts.this
            .layout(inner)
            .places()
            .forEach((name, each) -> places.put(name, each.movedBy(place.offset())));
      }
    }
  }

  private static long ceilBytes(long bits) {
    return (bits + 7) / 8;
  }

  private static long up(long value, long multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
