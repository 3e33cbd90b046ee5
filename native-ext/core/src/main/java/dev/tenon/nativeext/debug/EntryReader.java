// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the units of debug information and keeps the entries that are asked for: types and
/// functions wherever they are, what the units declare, and their parts. Blocks, local variables
/// and calls are passed over.
final class EntryReader {

  private static final int MAX_DEPTH = 1_000;
  private static final int MAX_ENTRIES = 1 << 22;

  /// What belongs to the entry above it.
  private static final Set<String> PARTS =
      Set.of(
          "formal_parameter",
          "unspecified_parameters",
          "member",
          "inheritance",
          "enumerator",
          "subrange_type");

  private final DebugSections sections;
  private final AttributeReader attributes;
  private final List<DebugUnit> units = new ArrayList<>();
  private final Map<Long, DebugEntry> roots = new LinkedHashMap<>();
  private final Map<Long, DebugEntry> entries = new HashMap<>();
  private final List<DebugEntry> declared = new ArrayList<>();

  /// Reads the heads of all units.
  EntryReader(DebugSections sections) {
    this.sections = sections;
    Map<Long, Long> signatures = new HashMap<>();
    this.attributes = new AttributeReader(sections, signatures);
    Map<Long, Abbreviations> tables = new HashMap<>();
    ByteCursor cursor = sections.section("info");
    while (cursor.hasMore()) {
      DebugUnit unit =
          DebugUnit.read(
              cursor,
              offset ->
                  tables.computeIfAbsent(
                      offset, at -> new Abbreviations(sections.section("abbrev"), at)));
      if (unit.typeOffset() != 0) {
        signatures.put(unit.signature(), unit.start() + unit.typeOffset());
      }
      units.add(unit.withBases(bases(unit)));
    }
    for (DebugUnit unit : units) {
      DebugEntry root = first(unit);
      if (root != null) {
        roots.put(unit.start(), root);
      }
    }
  }

  /// The first entries of the units, by where the units begin.
  Map<Long, DebugEntry> roots() {
    return roots;
  }

  AttributeReader attributes() {
    return attributes;
  }

  Map<Long, DebugEntry> entries() {
    return entries;
  }

  List<DebugEntry> declared() {
    return declared;
  }

  private ByteCursor cursorOf(DebugUnit unit) {
    ByteCursor cursor = sections.section("info");
    cursor.endAt(unit.end());
    cursor.moveTo(unit.firstEntry());
    return cursor;
  }

  /// What the first entry says about other sections, read before what depends on it.
  private DebugUnit.Bases bases(DebugUnit unit) {
    DebugUnit.Bases bases = unit.bases();
    ByteCursor cursor = cursorOf(unit);
    long code = cursor.hasMore() ? cursor.uleb() : 0;
    if (code == 0) {
      return bases;
    }
    long[] found = {bases.texts(), bases.addresses(), bases.ranges()};
    for (Abbreviations.Part part : unit.abbreviations().shape(code).parts()) {
      int index =
          switch (part.attribute()) {
            case 0x72 -> 0;
            case 0x73 -> 1;
            case 0x74 -> 2;
            default -> -1;
          };
      if (index >= 0) {
        found[index] =
            attributes.value(cursor, part.form(), part.constant(), unit) instanceof Long base
                ? base
                : found[index];
      } else {
        skip(cursor, part, unit);
      }
    }
    return new DebugUnit.Bases(found[0], found[1], found[2]);
  }

  private @Nullable DebugEntry first(DebugUnit unit) {
    ByteCursor cursor = cursorOf(unit);
    long offset = cursor.position();
    long code = cursor.hasMore() ? cursor.uleb() : 0;
    return code == 0 ? null : entry(cursor, offset, unit, unit.abbreviations().shape(code));
  }

  /// Reads all entries.
  void readAll() {
    units.forEach(this::read);
  }

  private void read(DebugUnit unit) {
    ByteCursor cursor = cursorOf(unit);
    List<@Nullable DebugEntry> path = new ArrayList<>();
    while (cursor.hasMore()) {
      long offset = cursor.position();
      long code = cursor.uleb();
      if (code == 0) {
        if (path.size() <= 1) {
          return;
        }
        path.removeLast();
        continue;
      }
      Abbreviations.Shape shape = unit.abbreviations().shape(code);
      DebugEntry kept = keep(cursor, offset, unit, shape, path);
      if (shape.hasChildren()) {
        path.add(kept);
        if (path.size() > MAX_DEPTH) {
          throw new IllegalArgumentException(
              "entries nested more than %d deep".formatted(MAX_DEPTH));
        }
      } else if (path.isEmpty()) {
        return;
      }
    }
  }

  private @Nullable DebugEntry keep(
      ByteCursor cursor,
      long offset,
      DebugUnit unit,
      Abbreviations.Shape shape,
      List<@Nullable DebugEntry> path) {
    String tag = DwarfNames.tag(shape.tag());
    DebugEntry parent = path.isEmpty() ? null : path.getLast();
    boolean isType =
        (tag.endsWith("_type") && !tag.equals("subrange_type")) || tag.equals("typedef");
    boolean isDeclared = path.size() == 1;
    boolean isPart = parent != null && PARTS.contains(tag);
    if (!isType && !isDeclared && !isPart && !tag.equals("subprogram")) {
      for (Abbreviations.Part part : shape.parts()) {
        skip(cursor, part, unit);
      }
      return null;
    }
    if (entries.size() == MAX_ENTRIES) {
      throw new IllegalArgumentException("more than %d entries".formatted(MAX_ENTRIES));
    }
    DebugEntry entry = entry(cursor, offset, unit, shape);
    entries.put(offset, entry);
    if (isDeclared) {
      declared.add(entry);
    } else if (parent != null && isPart) {
      parent.add(entry);
    }
    return entry;
  }

  private DebugEntry entry(
      ByteCursor cursor, long offset, DebugUnit unit, Abbreviations.Shape shape) {
    DebugEntry entry = new DebugEntry(offset, DwarfNames.tag(shape.tag()), unit);
    for (Abbreviations.Part part : shape.parts()) {
      String name = DwarfNames.attribute(part.attribute());
      if (name == null) {
        skip(cursor, part, unit);
      } else {
        Object value = attributes.value(cursor, part.form(), part.constant(), unit);
        if (value != null) {
          entry.put(name, value);
        }
      }
    }
    return entry;
  }

  /// Passes over a value, without looking up a text that nobody asks for.
  private void skip(ByteCursor cursor, Abbreviations.Part part, DebugUnit unit) {
    switch (part.form()) {
      case 0x0e, 0x1f -> cursor.offset(unit.isWide());
      case 0x1a, 0x1b, 0x23 -> cursor.uleb();
      case 0x25, 0x29 -> cursor.skip(1);
      case 0x26, 0x2a -> cursor.skip(2);
      case 0x27, 0x2b -> cursor.skip(3);
      case 0x28, 0x2c -> cursor.skip(4);
      default -> {
        Object _ = attributes.value(cursor, part.form(), part.constant(), unit);
      }
    }
  }
}
