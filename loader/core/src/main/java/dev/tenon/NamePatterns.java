// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A set of full names of modules: single ones, packages with all that is in them (`"package.*"`),
/// those that begin with some text (`"text*"`), or all there are (`"*"`).
///
/// @param patterns what it was made of
/// @param all whether every name belongs to it
/// @param names the single names
/// @param prefixes how the names of the others begin
record NamePatterns(List<String> patterns, boolean all, Set<String> names, List<String> prefixes) {

  private static final NamePatterns NONE = new NamePatterns(List.of(), false, Set.of(), List.of());

  /// Checks patterns where an option gets them, so that none is accepted that matches nothing.
  ///
  /// @param option the name of the option
  /// @return the patterns
  /// @throws IllegalArgumentException if no name can match one of them
  static List<String> check(String option, List<String> patterns) {
    for (String pattern : patterns) {
      if (!isPattern(pattern)) {
        throw new IllegalArgumentException(
            ("cannot use the pattern %s for %s: expected a full name, a package and all that is in"
                    + " it ('package.*'), how names begin ('text*'), or '*' for all")
                .formatted(Escapes.quoted(pattern), option));
      }
    }
    return patterns;
  }

  private static boolean isPattern(String pattern) {
    if (pattern.equals("*")) {
      return true;
    }
    String name = withoutStar(pattern);
    return !name.isBlank()
        && name.indexOf('*') < 0
        && !name.startsWith(".")
        && !name.endsWith(".")
        && !name.contains("..");
  }

  private static String withoutStar(String pattern) {
    int dropped = pattern.endsWith(".*") ? 2 : pattern.endsWith("*") ? 1 : 0;
    return pattern.substring(0, pattern.length() - dropped);
  }

  /// The set that some checked patterns describe.
  static NamePatterns of(List<String> patterns) {
    if (patterns.isEmpty()) {
      return NONE;
    }
    Set<String> names = new HashSet<>();
    List<String> prefixes = new ArrayList<>();
    for (String pattern : patterns) {
      if (pattern.endsWith("*")) {
        prefixes.add(pattern.substring(0, pattern.length() - 1));
      }
      if (!pattern.endsWith("*") || pattern.endsWith(".*")) {
        names.add(withoutStar(pattern));
      }
    }
    return new NamePatterns(
        List.copyOf(patterns), prefixes.contains(""), Set.copyOf(names), List.copyOf(prefixes));
  }

  /// The first pattern that a name belongs to; null if it belongs to none.
  @Nullable String find(String name) {
    return match(name)
        ? patterns.stream()
            .filter(pattern -> of(List.of(pattern)).match(name))
            .findFirst()
            .orElse(null)
        : null;
  }

  /// Whether a name belongs to it.
  boolean match(String name) {
    return all || names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }
}
