// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.input.Escapes;
import dev.tenon.spi.CheckOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which native modules an interpreter runs with checks.
record CheckedModules(NamePatterns modules, int failingCall) {

  /// What an interpreter was configured with, and what the environment adds: `TENON_CHECK`, names
  /// with commas between them or `all`, and `TENON_FAIL`, a number.
  static CheckedModules of(
      List<String> configured, boolean all, int failingCall, Map<String, String> environment) {
    List<String> added = new ArrayList<>();
    for (String name : environment.getOrDefault("TENON_CHECK", "").split(",", -1)) {
      if (!name.isBlank()) {
        added.add(name.strip());
      }
    }
    List<String> names = new ArrayList<>(configured);
    names.addAll(NamePatterns.check("TENON_CHECK", added));
    if (all || names.contains("all")) {
      names.add("*");
    }
    return new CheckedModules(
        NamePatterns.of(names),
        failingCall == 0 ? number(environment.getOrDefault("TENON_FAIL", "0")) : failingCall);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "TENON_FAIL is %s, expected the number of the call that is to fail"
              .formatted(Escapes.quoted(text)),
          e);
    }
  }

  /// The checks of a module; null for none.
  @Nullable CheckOptions of(String module) {
    return modules.match(module) ? new CheckOptions(failingCall) : null;
  }
}
