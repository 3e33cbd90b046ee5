// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.compiler.Proof;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Why macros without parameters are no constants, as the compiler reports.
final class MacroReasons {

  static final String COMPUTED =
      "it is a macro whose value is no constant: the program computes it";

  private final HeaderUnit unit;

  MacroReasons(HeaderUnit unit) {
    this.unit = unit;
  }

  /// The reasons by name.
  ///
  /// @param words what the compiler said of their values
  Map<String, String> of(List<String> names, Map<String, String> words) throws IOException {
    Proof types = new Proof(unit.compiler(), unit.includes());
    Proof lists = new Proof(unit.compiler(), unit.includes());
    Proof expressions = new Proof(unit.compiler(), unit.includes());
    for (String name : names) {
      types.claim(
          name,
          "_Static_assert(sizeof(%1$s) > 0 && _Generic(((%1$s *)0), default: 1), \"\");"
              .formatted(name));
      lists.claim(
          name,
          "_Static_assert(sizeof((long long[]){%s}) > sizeof(long long), \"\");".formatted(name));
      expressions.claim(name, "_Static_assert(sizeof((%s), 0) > 0, \"\");".formatted(name));
    }
    Map<String, String> noTypes = types.run();
    Map<String, String> noLists = lists.run();
    Map<String, String> noExpressions = expressions.run();
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String name : names) {
      if (!noTypes.containsKey(name)) {
        reasons.put(name, "it is a macro that stands for a type");
      } else if (!noLists.containsKey(name)) {
        reasons.put(name, "it is a macro that stands for a list of values");
      } else if (!noExpressions.containsKey(name)) {
        reasons.put(name, COMPUTED);
      } else {
        reasons.put(
            name,
            "it is a macro without a value (%s)"
                .formatted(words.getOrDefault(name, noExpressions.get(name))));
      }
    }
    return reasons;
  }
}
