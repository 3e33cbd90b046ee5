// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeStruct;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How C types travel in native calls.
public final class Shapes {

  /// The JVM's method handles take 255 slots, of which a number can need two.
  public static final int MOST_PARAMETERS = 120;

  /// What a struct passed by value may hold: it is copied onto the stack, and its shape is walked
  /// through number by number.
  private static final long MOST_NUMBERS = 8192;

  private Shapes() {}

  /// How a value of a type travels, as a parameter or result.
  public static NativeValue of(CType type, Layouts layouts) {
    return switch (type) {
      case CType.VoidType _ -> NativeType.VOID;
      case CType.Arithmetic number when number.kind() == NumberKind.FLOAT -> NativeType.FLOAT;
      case CType.Arithmetic number when number.kind() == NumberKind.DOUBLE -> NativeType.DOUBLE;
      case CType.Arithmetic _, CType.Enumeration _, CType.Pointer _ -> NativeType.WORD;
      case CType.Struct struct -> new NativeStruct(group(struct, layouts));
      case CType.Array _, CType.Function _ ->
          throw new IllegalArgumentException("%s cannot be passed".formatted(Escapes.quoted(type)));
    };
  }

  /// The shape of a callback.
  public static NativeCall callback(CType.Function type, Layouts layouts) {
    List<NativeValue> parameters = new ArrayList<>();
    for (CParameter parameter : type.parameters()) {
      parameters.add(of(parameter.type(), layouts));
    }
    return NativeCall.of(parameters, of(type.result(), layouts));
  }

  /// Why a function of a type cannot be called; empty if it can.
  public static String refusal(CType.Function type, Layouts layouts) {
    List<CType> all = new ArrayList<>(List.of(type.result()));
    type.parameters().forEach(parameter -> all.add(parameter.type()));
    if (all.size() - 1 > MOST_PARAMETERS) {
      return "it has %d parameters, more than %d".formatted(all.size() - 1, MOST_PARAMETERS);
    }
    for (CType each : all) {
      if (each instanceof CType.Arithmetic number && number.kind() == NumberKind.LONG_DOUBLE) {
        return "'long double' cannot be passed; tenon cdef --shim writes a function that passes it"
            + " as 'double'";
      }
      if (each instanceof CType.Struct struct && !layouts.isComplete(struct)) {
        return "%s is passed by value, but its members are not declared"
            .formatted(Escapes.quoted(struct));
      }
      if (numbers(each, layouts, new HashMap<>()) > MOST_NUMBERS) {
        return "%s is passed by value, but holds more than %d numbers"
            .formatted(Escapes.quoted(each), MOST_NUMBERS);
      }
      String obstacle =
          each instanceof CType.Struct struct ? obstacle(struct, struct, layouts) : "";
      if (!obstacle.isEmpty()) {
        return "%s is passed by value, but %s".formatted(Escapes.quoted(each), obstacle);
      }
    }
    return "";
  }

  /// How many numbers a type holds, those of the members of unions added up; at most one more than
  /// [#MOST_NUMBERS].
  private static long numbers(CType type, Layouts layouts, Map<String, Long> known) {
    return switch (type) {
      case CType.Array array ->
          limited(
              Math.min(Math.max(array.length(), 0), MOST_NUMBERS + 1)
                  * numbers(array.element(), layouts, known));
      case CType.Struct struct -> {
        Long before = known.get(struct.tag());
        if (before != null) {
          yield before;
        }
        long all = 0;
        for (RecordLayout.Place place : layouts.layout(struct).places().values()) {
          all = limited(all + numbers(place.type(), layouts, known));
        }
        known.put(struct.tag(), all);
        yield all;
      }
      default -> 1;
    };
  }

  private static long limited(long numbers) {
    return Math.min(numbers, MOST_NUMBERS + 1);
  }

  /// Why a value of a type cannot be passed as part of a struct; empty if it can.
  ///
  /// @param whole the struct that is passed
  private static String obstacle(CType type, CType.Struct whole, Layouts layouts) {
    return switch (type) {
      case CType.Arithmetic number when number.kind() == NumberKind.LONG_DOUBLE ->
          "has a 'long double'";
      case CType.Array array when array.length() == CType.Array.UNKNOWN ->
          "has an array without a length";
      case CType.Array array when array.length() == 0 -> "has an array of no elements";
      case CType.Array array -> obstacle(array.element(), whole, layouts);
      case CType.Struct struct -> obstacleOf(struct, whole, layouts);
      default -> "";
    };
  }

  private static String obstacleOf(CType.Struct struct, CType.Struct whole, Layouts layouts) {
    RecordLayout layout = layouts.layout(struct);
    String which =
        struct.equals(whole) ? "" : " of its member %s".formatted(Escapes.quoted(struct));
    if (layout.size() == 0) {
      return "has no members" + (which.isEmpty() ? "" : ", or none" + which);
    }
    String change = layouts.change(struct);
    if (!change.isEmpty()) {
      return "%s changes the layout%s, and each compiler decides for itself how such a struct is"
              .formatted(change, which)
          + " passed; pass a pointer to it";
    }
    for (RecordLayout.Place place : layout.places().values()) {
      boolean aligned =
          place.offset() % layouts.alignmentOf(place.type()) == 0
              && layout.alignment() >= layouts.alignmentOf(place.type());
      String inner =
          aligned
              ? obstacle(place.type(), whole, layouts)
              : "a member of the type %s does not lie at its alignment"
                  .formatted(Escapes.quoted(place.type()));
      if (!inner.isEmpty()) {
        return inner;
      }
    }
    return "";
  }

  private static GroupLayout group(CType.Struct struct, Layouts layouts) {
    RecordLayout layout = layouts.layout(struct);
    List<RecordLayout.Place> places =
        layout.places().values().stream()
            .sorted(Comparator.comparingLong(RecordLayout.Place::offset))
            .toList();
    boolean overlaps = false;
    long end = 0;
    for (RecordLayout.Place place : places) {
      overlaps |= place.isBitField() || place.offset() < end;
      end = place.offset() + layouts.sizeOf(place.type());
    }
    GroupLayout group =
        overlaps ? overlapping(places, layout, layouts) : consecutive(places, layout, layouts);
    return group.withByteAlignment(layout.alignment());
  }

  private static GroupLayout consecutive(
      List<RecordLayout.Place> places, RecordLayout layout, Layouts layouts) {
    List<MemoryLayout> members = new ArrayList<>();
    long end = 0;
    for (RecordLayout.Place place : places) {
      addPadding(members, place.offset() - end);
      members.add(member(place.type(), layouts));
      end = place.offset() + layouts.sizeOf(place.type());
    }
    addPadding(members, layout.size() - end);
    return MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new));
  }

  private static void addPadding(List<MemoryLayout> members, long size) {
    if (size > 0) {
      members.add(MemoryLayout.paddingLayout(size));
    }
  }

  /// Members that share bytes, as one number after the other: floating-point ones where all members
  /// there are, which travel in other registers.
  private static GroupLayout overlapping(
      List<RecordLayout.Place> places, RecordLayout layout, Layouts layouts) {
    long step = layout.alignment();
    List<MemoryLayout> numbers = new ArrayList<>();
    for (long start = 0; start < layout.size(); start += step) {
      long word = start / Long.BYTES * Long.BYTES;
      boolean floating =
          step >= Float.BYTES
              && places.stream()
                  .filter(place -> touches(place, word, layouts))
                  .allMatch(place -> isFloating(place.type(), layouts));
      numbers.add(number(step, floating));
    }
    return MemoryLayout.structLayout(numbers.toArray(MemoryLayout[]::new));
  }

  private static boolean touches(RecordLayout.Place place, long word, Layouts layouts) {
    return place.offset() < word + Long.BYTES
        && place.offset() + layouts.sizeOf(place.type()) > word;
  }

  private static boolean isFloating(CType type, Layouts layouts) {
    return switch (type) {
      case CType.Arithmetic number -> !number.kind().isInteger();
      case CType.Array array -> isFloating(array.element(), layouts);
      case CType.Struct struct ->
          layouts.layout(struct).places().values().stream()
              .allMatch(place -> isFloating(place.type(), layouts));
      default -> false;
    };
  }

  private static MemoryLayout number(long size, boolean floating) {
    if (floating) {
      return size == Float.BYTES ? ValueLayout.JAVA_FLOAT : ValueLayout.JAVA_DOUBLE;
    }
    return switch ((int) size) {
      case 1 -> ValueLayout.JAVA_BYTE;
      case 2 -> ValueLayout.JAVA_SHORT;
      case 4 -> ValueLayout.JAVA_INT;
      default -> ValueLayout.JAVA_LONG;
    };
  }

  private static MemoryLayout member(CType type, Layouts layouts) {
    return switch (type) {
      case CType.Arithmetic number -> number(number.kind(), layouts);
      case CType.Enumeration enumeration -> number(enumeration.kind(), layouts);
      case CType.Pointer _ -> ValueLayout.ADDRESS;
      case CType.Array array ->
          MemoryLayout.sequenceLayout(array.length(), member(array.element(), layouts));
      case CType.Struct struct -> group(struct, layouts);
      case CType.VoidType _, CType.Function _ ->
          throw new IllegalArgumentException("%s is no member".formatted(Escapes.quoted(type)));
    };
  }

  private static MemoryLayout number(NumberKind kind, Layouts layouts) {
    return number(layouts.model().sizeOf(kind), !kind.isInteger());
  }
}
