// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Functions in C that stand for what has no symbol or cannot be called as it is.
///
/// @param wrappers by the names that modules have them under
/// @param refused why others have none, by name
record Shim(Map<String, Wrapper> wrappers, Map<String, String> refused) {

  /// What the names of the functions begin with in C.
  static final String PREFIX = "tenon_shim_";

  /// For an extract that makes no wrappers.
  static final Shim NONE = new Shim(Map.of(), Map.of());

  /// A complex number, which no call passes, as a struct, which calls do.
  static final String COMPLEX = "struct tenon_complex { double real, imag; };";

  /// A function.
  ///
  /// @param prototype without a semicolon
  /// @param body with its brackets, on one line
  record Wrapper(String prototype, String body) {
    /// The whole function on one line.
    String line() {
      return prototype + " " + body;
    }
  }

  Shim {
    wrappers = new LinkedHashMap<>(wrappers);
    refused = Map.copyOf(refused);
  }

  private boolean usesComplex() {
    return wrappers.values().stream().anyMatch(each -> each.prototype().contains("tenon_complex"));
  }

  /// The text of a header that declares the functions.
  String header() {
    StringBuilder text = new StringBuilder();
    if (usesComplex()) {
      text.append(COMPLEX).append('\n');
    }
    wrappers.values().forEach(each -> text.append(each.prototype()).append(";\n"));
    return text.toString();
  }

  /// The text of the C file.
  ///
  /// @param includes the lines that include the headers
  /// @param names of the functions that modules have
  String source(String includes, List<String> names) {
    StringBuilder text = new StringBuilder(includes);
    text.append('\n');
    if (usesComplex()) {
      text.append(COMPLEX).append("\n\n");
    }
    for (String name : names) {
      Wrapper each = wrappers.get(name);
      if (each != null) {
        text.append("%s;\n%s\n%s\n\n".formatted(each.prototype(), each.prototype(), each.body()));
      }
    }
    return text.toString();
  }
}
