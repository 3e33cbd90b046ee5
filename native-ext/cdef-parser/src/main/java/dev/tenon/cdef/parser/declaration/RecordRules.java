// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.CField;
import dev.tenon.cdef.model.CRecord;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.input.Escapes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What no struct or union can be: one with two members of a name, with a member whose size is not
/// known, with an array without length before its end, or one that contains itself. Checked when
/// all types are read, since they may be declared in any order.
final class RecordRules {

  /// The largest struct; sums of sizes in bits stay far from the end of 64 bits.
  private static final long MOST_BYTES = 1L << 40;

  private final Map<String, CRecord> records;
  private final Set<String> faulty;
  private final Layouts layouts;
  private final Map<String, Double> sizes = new HashMap<>();

  /// @param faulty the tags of those whose bodies cannot be read: no other one is at fault for that
  RecordRules(Map<String, CRecord> records, Set<String> faulty, Layouts layouts) {
    this.records = records;
    this.faulty = faulty;
    this.layouts = layouts;
  }

  /// What is wrong with a struct or union; empty for nothing, and for one without members that are
  /// known.
  Optional<String> fault(CRecord described) {
    if (!described.complete()) {
      return Optional.empty();
    }
    if (contains(described.tag(), described, new HashSet<>())) {
      return Optional.of(
          "%s contains itself; a pointer to it would not"
              .formatted(Escapes.quoted(described.tag())));
    }
    Set<String> names = new HashSet<>();
    List<CField> fields = described.fields();
    for (int index = 0; index < fields.size(); index++) {
      Optional<String> fault = fault(described, fields.get(index), index, names);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return size(described);
  }

  private Optional<String> fault(CRecord described, CField field, int index, Set<String> names) {
    String shown =
        "member %s of %s".formatted(Escapes.quoted(field.name()), Escapes.quoted(described.tag()));
    switch (field.type()) {
      case CType.Array array when array.length() == CType.Array.UNKNOWN -> {
        boolean last = index == described.fields().size() - 1 && index > 0;
        if (described.isUnion() || !last) {
          return Optional.of(
              "%s has no length, which only the last of several members of a struct can have"
                  .formatted(shown));
        }
        if (!layouts.isComplete(array.element()) && !isFaulty(array.element())) {
          return Optional.of(
              "an element of %s has the type %s, whose size is not known"
                  .formatted(shown, Escapes.quoted(array.element())));
        }
      }
      case CType.Function _ -> {
        return Optional.of(
            "%s is a function; a pointer to one would be '(*%s)'"
                .formatted(shown, Escapes.inline(field.name())));
      }
      case CType type when !layouts.isComplete(type) && !isFaulty(type) -> {
        return Optional.of(
            "%s has the type %s, whose size is not known; declare its members or make it a pointer"
                .formatted(shown, Escapes.quoted(type)));
      }
      default -> {
        // Its size is known.
      }
    }
    return duplicate(described, field, names);
  }

  private boolean isFaulty(CType type) {
    return switch (type) {
      case CType.Array array -> isFaulty(array.element());
      case CType.Struct struct -> faulty.contains(struct.tag());
      default -> false;
    };
  }

  private Optional<String> duplicate(CRecord described, CField field, Set<String> names) {
    if (field.name().isEmpty()) {
      CRecord inner =
          field.type() instanceof CType.Struct struct ? records.get(struct.tag()) : null;
      for (CField each : inner == null ? List.<CField>of() : inner.fields()) {
        Optional<String> fault = duplicate(described, each, names);
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    }
    return names.add(field.name())
        ? Optional.empty()
        : Optional.of(
            "%s has two members with the name %s"
                .formatted(Escapes.quoted(described.tag()), Escapes.quoted(field.name())));
  }

  private boolean contains(String tag, CRecord described, Set<String> seen) {
    for (CField field : described.fields()) {
      CType type = field.type();
      while (type instanceof CType.Array array) {
        type = array.element();
      }
      if (type instanceof CType.Struct struct) {
        CRecord inner = records.get(struct.tag());
        if (struct.tag().equals(tag)
            || (seen.add(struct.tag()) && inner != null && contains(tag, inner, seen))) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<String> size(CRecord described) {
    // One that is too large because of a member is not worth a word beside that one.
    boolean isFirst =
        described.fields().stream().allMatch(field -> elementSize(field.type()) <= MOST_BYTES);
    return !isFirst || estimate(described) <= MOST_BYTES
        ? Optional.empty()
        : Optional.of(
            "%s has more than 2^40 bytes, the limit for a type"
                .formatted(Escapes.quoted(described.tag())));
  }

  private double elementSize(CType type) {
    return type instanceof CType.Array array ? elementSize(array.element()) : estimate(type);
  }

  /// The sum of the sizes of the members, in numbers that do not overflow.
  private double estimate(CRecord described) {
    Double known = sizes.putIfAbsent(described.tag(), 0.0);
    if (known != null) {
      return known;
    }
    double sum = sum(described);
    sizes.put(described.tag(), sum);
    return sum;
  }

  private double sum(CRecord described) {
    double sum = 0;
    for (CField field : described.fields()) {
      double size = estimate(field.type());
      sum = described.isUnion() ? Math.max(sum, size) : sum + size;
    }
    return sum;
  }

  private double estimate(CType type) {
    return switch (type) {
      case CType.Array array -> Math.max(0, array.length()) * estimate(array.element());
      case CType.Struct struct -> {
        CRecord inner = records.get(struct.tag());
        yield inner == null ? 0 : estimate(inner);
      }
      case CType.VoidType _, CType.Function _ -> 0;
      default -> layouts.sizeOf(type);
    };
  }
}
