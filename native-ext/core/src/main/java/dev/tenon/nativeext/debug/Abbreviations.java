// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shapes of entries that units refer to by number.
final class Abbreviations {

  private static final int IMPLICIT_CONST = 0x21;
  private static final int MAX_SHAPES = 1 << 20;

  private final Map<Long, Shape> shapes = new HashMap<>();

  /// One attribute of a shape.
  ///
  /// @param constant the value, for the form that has it here
  record Part(int attribute, int form, long constant) {}

  /// The shape of an entry.
  ///
  /// @param hasChildren whether entries below it follow
  record Shape(int tag, boolean hasChildren, List<Part> parts) {}

  /// Reads the table at an offset of the section.
  Abbreviations(ByteCursor section, long offset) {
    ByteCursor cursor = section.at(offset);
    for (long code = cursor.uleb(); code != 0; code = cursor.uleb()) {
      if (shapes.size() == MAX_SHAPES) {
        throw new IllegalArgumentException("more than %d abbreviations".formatted(MAX_SHAPES));
      }
      shapes.put(code, shape(cursor));
    }
  }

  private static Shape shape(ByteCursor cursor) {
    int tag = Math.toIntExact(cursor.uleb());
    boolean hasChildren = cursor.u1() != 0;
    List<Part> parts = new ArrayList<>();
    while (true) {
      int attribute = Math.toIntExact(cursor.uleb());
      int form = Math.toIntExact(cursor.uleb());
      long constant = form == IMPLICIT_CONST ? cursor.sleb() : 0;
      if (attribute == 0 && form == 0) {
        return new Shape(tag, hasChildren, List.copyOf(parts));
      }
      parts.add(new Part(attribute, form, constant));
    }
  }

  /// The shape with a number.
  ///
  /// @throws IllegalArgumentException if there is none
  Shape shape(long code) {
    Shape shape = shapes.get(code);
    if (shape == null) {
      throw new IllegalArgumentException("no abbreviation %d".formatted(code));
    }
    return shape;
  }
}
