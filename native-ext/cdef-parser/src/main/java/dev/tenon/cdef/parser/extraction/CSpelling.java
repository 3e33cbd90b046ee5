// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes types of the model and values as C does.
final class CSpelling {

  /// What a `va_list` of declarations points to.
  private static final CType LIST = new CType.Struct("struct __va_list_tag");

  /// A type that C has no name for.
  private static final class NamelessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NamelessException() {
      super("", null, false, false);
    }
  }

  private CSpelling() {}

  /// A declaration of something with a type; empty for one that contains a type without a name.
  ///
  /// @param middle what is declared; empty for the type alone
  static Optional<String> of(CType type, String middle) {
    try {
      return Optional.of(spell(type, false, middle));
    } catch (NamelessException _) {
      return Optional.empty();
    }
  }

  private static String spell(CType type, boolean isConst, String middle) {
    return switch (type) {
      case CType.Pointer pointer when pointer.target().equals(LIST) ->
          "__builtin_va_list" + (middle.isEmpty() ? "" : " " + middle);
      case CType.Pointer pointer ->
          spell(pointer.target(), pointer.readOnly(), "*" + (isConst ? "const " : "") + middle);
      case CType.Array array ->
          spell(
              array.element(),
              isConst,
              inner(middle)
                  + (array.length() == CType.Array.UNKNOWN ? "[]" : "[" + array.length() + "]"));
      case CType.Function function -> function(function, inner(middle));
      default -> base(type, isConst, middle);
    };
  }

  private static String inner(String middle) {
    return middle.startsWith("*") ? "(" + middle + ")" : middle;
  }

  private static String base(CType type, boolean isConst, String middle) {
    String name = type.toString();
    if (name.indexOf('<') >= 0) {
      throw new NamelessException();
    }
    return (isConst ? "const " : "") + name + (middle.isEmpty() ? "" : " " + middle);
  }

  private static String function(CType.Function function, String middle) {
    List<String> parameters = new ArrayList<>();
    for (CParameter each : function.parameters()) {
      parameters.add(spell(each.type(), false, ""));
    }
    if (function.variadic()) {
      parameters.add("...");
    }
    String inside = parameters.isEmpty() ? "void" : String.join(", ", parameters);
    return spell(function.result(), false, "%s(%s)".formatted(middle, inside));
  }

  /// A value of a constant as C writes it.
  static String literal(Object value) {
    return switch (value) {
      case BigInteger number -> number + "ULL";
      case Long number when number == Long.MIN_VALUE -> "(-9223372036854775807LL - 1)";
      case Long number -> number < 0 ? "(" + number + ")" : number.toString();
      case String text -> quoted(text);
      case Double number when number.isNaN() -> "(0.0 / 0.0)";
      case Double number when number.isInfinite() -> number > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each == '"' || each == '\\') {
        quoted.append('\\').append((char) each);
      } else if (each >= ' ' && each < 127 && each != '?') {
        quoted.append((char) each);
      } else {
        quoted.append("\\%03o".formatted(each & 0xFF));
      }
    }
    return quoted.append('"').toString();
  }
}
