// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.check;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.model.RecordLayout;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares declared types with those of the evidence. Types that travel and lie in memory alike
/// agree: `char *` and `void *`, `long` and `long long` where both have 64 bits. Each difference is
/// a clause that the name of the source follows.
final class TypeComparison {

  private final Declarations declarations;
  private final Layouts layouts;
  private final Evidence evidence;

  /// Pairs of tags that are being compared or were: types may refer to themselves.
  private final Set<List<String>> seen = new HashSet<>();

  TypeComparison(Declarations declarations, Layouts layouts, Evidence evidence) {
    this.declarations = declarations;
    this.layouts = layouts;
    this.evidence = evidence;
  }

  /// Whether a struct or union was compared with one of the evidence.
  boolean wasCompared(String tag) {
    return seen.stream()
        .anyMatch(
            each -> each.getFirst().equals(tag) && evidence.records().containsKey(each.getLast()));
  }

  /// Whether both sides know the members of a struct or union.
  boolean isKnown(String tag) {
    return declarations.records().containsKey(tag)
        && layouts.isComplete(new CType.Struct(tag))
        && evidence.records().containsKey(tag);
  }

  List<String> compare(CType.Function declared, CType.Function found) {
    List<String> differences = new ArrayList<>();
    int count = declared.parameters().size();
    if (declared.variadic() != found.variadic()) {
      differences.add(
          "it is declared %s, but is %s in"
              .formatted(variadic(declared.variadic()), variadic(found.variadic())));
    }
    if (count != found.parameters().size()) {
      differences.add(
          "it is declared with %s, but has %s in"
              .formatted(parameters(count), parameters(found.parameters().size())));
    } else {
      for (int index = 0; index < count; index++) {
        differences.addAll(
            compare(
                "parameter %d".formatted(index + 1),
                declared.parameters().get(index).type(),
                found.parameters().get(index).type()));
      }
    }
    differences.addAll(compare("the result", declared.result(), found.result()));
    return differences;
  }

  private static String variadic(boolean is) {
    return is ? "variadic" : "not variadic";
  }

  private static String parameters(int count) {
    return count == 1 ? "1 parameter" : count + " parameters";
  }

  List<String> compare(String what, CType declared, CType found) {
    if (declared instanceof CType.Struct one && found instanceof CType.Struct other) {
      return compareRecords(what, one.tag(), other.tag());
    }
    if (declared instanceof CType.Pointer one && found instanceof CType.Pointer other) {
      return comparePointers(what, one, other);
    }
    if (declared instanceof CType.Array one && found instanceof CType.Array other) {
      return compareArrays(what, one, other);
    }
    NumberKind one = kindOf(declared);
    NumberKind other = kindOf(found);
    boolean agrees =
        (one != null && other != null && agree(one, other, declared, found))
            || (declared instanceof CType.VoidType && found instanceof CType.VoidType);
    return agrees ? List.of() : List.of(differs(what, declared, found));
  }

  private static String differs(String what, CType declared, CType found) {
    return "%s is declared %s, but is %s in"
        .formatted(what, Escapes.quoted(declared), Escapes.quoted(found));
  }

  private static @Nullable NumberKind kindOf(CType type) {
    return switch (type) {
      case CType.Arithmetic number -> number.kind();
      case CType.Enumeration enumeration -> enumeration.kind();
      default -> null;
    };
  }

  /// The sign of an enumeration is the compiler's choice.
  private boolean agree(NumberKind one, NumberKind other, CType declared, CType found) {
    DataModel model = layouts.model();
    boolean signMatters =
        declared instanceof CType.Arithmetic
            && found instanceof CType.Arithmetic
            && !(one.isCharacter() && other.isCharacter());
    return one.isInteger() == other.isInteger()
        && model.sizeOf(one) == model.sizeOf(other)
        && (!signMatters || model.isSigned(one) == model.isSigned(other));
  }

  private List<String> comparePointers(String what, CType.Pointer one, CType.Pointer other) {
    if (one.target() instanceof CType.Function first
        && other.target() instanceof CType.Function second) {
      return compare(first, second).stream()
          .map(difference -> "%s points to a function: %s".formatted(what, difference))
          .toList();
    }
    if (one.target() instanceof CType.Function || other.target() instanceof CType.Function) {
      return isAnything(one) || isAnything(other) ? List.of() : List.of(differs(what, one, other));
    }
    if (one.target() instanceof CType.Pointer first
        && other.target() instanceof CType.Pointer second) {
      return comparePointers(what, first, second);
    }
    if (one.target() instanceof CType.Array first && other.target() instanceof CType.Array second) {
      return compareArrays("what %s points to".formatted(what), first, second);
    }
    if (one.target() instanceof CType.Struct first
        && other.target() instanceof CType.Struct second) {
      return compareRecords("what %s points to".formatted(what), first.tag(), second.tag());
    }
    return isAnything(one) || isAnything(other) || haveOneSize(one.target(), other.target())
        ? List.of()
        : List.of(differs(what, one, other));
  }

  /// `void *` and pointers to characters point to whatever the function takes; opaque types say no
  /// more.
  private boolean isAnything(CType.Pointer pointer) {
    NumberKind kind = kindOf(pointer.target());
    return pointer.target() instanceof CType.VoidType
        || (kind != null && kind.isCharacter())
        || (pointer.target() instanceof CType.Struct struct
            && !layouts.isComplete(struct)
            && !evidence.records().containsKey(struct.tag()));
  }

  private boolean haveOneSize(CType one, CType other) {
    return !(one instanceof CType.Struct)
        && !(other instanceof CType.Struct)
        && layouts.isComplete(one)
        && sizeOf(other) == layouts.sizeOf(one);
  }

  private long sizeOf(CType found) {
    return switch (found) {
      case CType.Struct struct when evidence.records().containsKey(struct.tag()) ->
          evidence.records().get(struct.tag()).size();
      case CType.Struct _, CType.VoidType _, CType.Function _ -> -1;
      case CType.Array array -> Math.max(0, array.length()) * sizeOf(array.element());
      default -> layouts.sizeOf(found);
    };
  }

  private List<String> compareArrays(String what, CType.Array one, CType.Array other) {
    if (one.length() != CType.Array.UNKNOWN
        && other.length() != CType.Array.UNKNOWN
        && one.length() != other.length()) {
      return List.of(differs(what, one, other));
    }
    return compare("an element of " + what, one.element(), other.element());
  }

  /// What differs between two structs or unions that one name stands for.
  List<String> compareRecord(String tag) {
    return compareRecords("", tag, tag);
  }

  private List<String> compareRecords(String what, String tag, String found) {
    if (!seen.add(List.of(tag, found))
        || !layouts.isComplete(new CType.Struct(tag))
        || !evidence.records().containsKey(found)) {
      return List.of();
    }
    RecordLayout one = layouts.layout(new CType.Struct(tag));
    RecordLayout other = evidence.records().get(found);
    String prefix = what.isEmpty() ? "" : "%s (%s): ".formatted(what, Escapes.quoted(tag));
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, RecordLayout.Place> each : one.places().entrySet()) {
      compareMember(each.getKey(), each.getValue(), other.places().get(each.getKey()))
          .forEach(difference -> differences.add(prefix + difference));
    }
    if (one.size() != other.size()) {
      differences.add(
          "%sit is declared with %d bytes, but has %d in"
              .formatted(prefix, one.size(), other.size()));
    }
    return differences;
  }

  private List<String> compareMember(
      String name, RecordLayout.Place declared, RecordLayout.@Nullable Place found) {
    if (found == null) {
      return List.of("there is no member %s in".formatted(Escapes.quoted(name)));
    }
    if (bit(declared) != bit(found) || declared.bits() != found.bits()) {
      return List.of(
          "member %s is declared at %s, but is at %s in"
              .formatted(Escapes.quoted(name), text(declared), text(found)));
    }
    return declared.isBitField()
        ? List.of()
        : compare("member %s".formatted(Escapes.quoted(name)), declared.type(), found.type());
  }

  private static long bit(RecordLayout.Place place) {
    return place.offset() * 8 + place.bitOffset();
  }

  private static String text(RecordLayout.Place place) {
    return place.isBitField()
        ? "bit %d, %d wide".formatted(bit(place), place.bits())
        : "byte %d".formatted(place.offset());
  }
}
