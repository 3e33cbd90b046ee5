// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import java.util.regex.Pattern;

/// A function, or a parameter of one, as a `#pragma tenon` line names it: `crc32`, `crc32.buf`,
/// `sqlite3_*.callback`, `qsort.#4`.
///
/// @param function the name or pattern of the function
/// @param parameter the name, number or pattern of the parameter; empty for the function itself
record Target(String function, String parameter) {

  static Target of(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new Target(text, "")
        : new Target(text.substring(0, dot), text.substring(dot + 1));
  }

  String text() {
    return parameter.isEmpty() ? function : function + "." + parameter;
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
      if (matches(declared, declared.type().parameters().get(index), index)) {
        return true;
      }
    }
    return parameter.isEmpty();
  }

  boolean matchesResult(CFunction declared) {
    return parameter.isEmpty() && matches(function, declared.name());
  }

  boolean matches(CFunction declared, CParameter at, int index) {
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
