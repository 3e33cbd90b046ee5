// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.Directive;
import java.util.ArrayList;
import java.util.List;

/// One `#pragma tenon` line: `word(argument, …)` or `word(value: target, …)`.
///
/// @param value what stands before the colon; empty if there is none
/// @param text the whole line behind `#pragma tenon`
record DirectiveLine(String word, String value, List<String> arguments, String text, int line) {

  /// A line that is no directive.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;

    MalformedException(int column, String message) {
      super(message);
      this.column = column;
    }

    /// Where it goes wrong, counted from 1.
    int column() {
      return column;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /// Reads a line.
  static DirectiveLine parse(Directive directive) throws MalformedException {
    String text = directive.text();
    int open = text.indexOf('(');
    if (open < 0 || !text.endsWith(")") || !text.substring(0, open).strip().matches("\\w+")) {
      throw new MalformedException(
          1, "expected a word with arguments, such as library(\"libz.so.1\")");
    }
    String word = text.substring(0, open).strip();
    List<String> parts = split(text.substring(open + 1, text.length() - 1), open + 2);
    String value = parts.removeFirst();
    if (parts.isEmpty()) {
      throw new MalformedException(open + 2, "expected an argument");
    }
    return new DirectiveLine(word, value, List.copyOf(parts), text, directive.line());
  }

  /// The value before the colon, and the arguments behind it.
  private static List<String> split(String inside, int column) throws MalformedException {
    List<String> parts = new ArrayList<>(List.of(""));
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (int index = 0; index < inside.length(); index++) {
      char each = inside.charAt(index);
      quoted ^= each == '"';
      depth += quoted ? 0 : each == '(' ? 1 : each == ')' ? -1 : 0;
      if (each == ':' && !quoted && depth == 0 && parts.size() == 1 && parts.getFirst().isEmpty()) {
        parts.set(0, part.toString().strip());
        part.setLength(0);
      } else if (each == ',' && !quoted && depth == 0) {
        addPart(parts, part);
      } else if (each != '"') {
        part.append(each);
      }
    }
    if (quoted || depth != 0) {
      throw new MalformedException(column, quoted ? "expected a closing quote" : "expected ')'");
    }
    addPart(parts, part);
    return parts;
  }

  private static void addPart(List<String> parts, StringBuilder part) {
    if (!part.toString().isBlank()) {
      parts.add(part.toString().strip());
    }
    part.setLength(0);
  }

  List<Target> targets() {
    return arguments.stream().map(Target::of).toList();
  }

  /// Whether the line names a function, for its result.
  boolean names(CFunction function) {
    return targets().stream().anyMatch(target -> target.matchesResult(function));
  }

  /// Whether the line names a parameter.
  boolean names(CFunction function, CParameter parameter, int index) {
    return targets().stream().anyMatch(target -> target.matches(function, parameter, index));
  }
}
