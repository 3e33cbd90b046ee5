// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A function, or a parameter of one, as a `#pragma tenon` line names it: `crc32`, `crc32.buf`,
/// `sqlite3_*.callback`, `qsort.#4`; or a parameter of a callback: `qsort.compare.#1`.
///
/// @param function the name or pattern of the function
/// @param parameter the name, number or pattern of the parameter; empty for the function itself
/// @param inner the name, number (as `#1`) or pattern of the parameter of the callback; empty for
///   none
record Target(String function, String parameter, String inner) {

  static Target of(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return new Target(text, "", "");
    }
    int next = text.indexOf('.', dot + 1);
    return next < 0
        ? new Target(text.substring(0, dot), text.substring(dot + 1), "")
        : new Target(
            text.substring(0, dot), text.substring(dot + 1, next), text.substring(next + 1));
  }

  String text() {
    return function
        + (parameter.isEmpty() ? "" : "." + parameter)
        + (inner.isEmpty() ? "" : "." + inner);
  }

  boolean isPattern() {
    return function.contains("*");
  }

  /// Whether the function, and the parameter if there is one, are those of a declaration.
  boolean matches(CFunction declared) {
    if (!matches(function, declared.name())) {
      return false;
    }
    for (int index = 0; index < declared.type().parameters().size(); index++) {
      CParameter at = declared.type().parameters().get(index);
      if (inner.isEmpty() ? matches(declared, at, index) : hasInner(declared, at, index)) {
        return true;
      }
    }
    return parameter.isEmpty();
  }

  boolean matchesResult(CFunction declared) {
    return parameter.isEmpty() && matches(function, declared.name());
  }

  boolean matches(CFunction declared, CParameter at, int index) {
    return inner.isEmpty() && matchesOuter(declared, at, index);
  }

  private boolean hasInner(CFunction declared, CParameter at, int index) {
    return at.type() instanceof CType.Pointer pointer
        && pointer.target() instanceof CType.Function callback
        && IntStream.range(0, callback.parameters().size())
            .anyMatch(
                each -> matchesInner(declared, at, index, callback.parameters().get(each), each));
  }

  /// Whether it is a parameter of a callback.
  ///
  /// @param at the callback
  boolean matchesInner(
      CFunction declared, CParameter at, int index, CParameter within, int innerIndex) {
    return !inner.isEmpty()
        && matchesOuter(declared, at, index)
        && (inner.equals("#" + (innerIndex + 1)) || matches(inner, within.name()));
  }

  private boolean matchesOuter(CFunction declared, CParameter at, int index) {
    return !parameter.isEmpty()
        && matches(function, declared.name())
        && (parameter.equals("#" + (index + 1)) || matches(parameter, at.name()));
  }

  private static boolean matches(String pattern, String name) {
    return pattern.equals(name)
        || (pattern.contains("*")
            && Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), name));
  }
}
