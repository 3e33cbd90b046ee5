package dev.tenon;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A set of full names of modules: single ones, packages with all that is in them (`"package.*"`),
/// or all there are (`"*"`).
///
/// @param all whether every name belongs to it
/// @param names the single names
/// @param prefixes how the names of the modules in packages begin
record NamePatterns(boolean all, Set<String> names, List<String> prefixes) {

  private static final NamePatterns NONE = new NamePatterns(false, Set.of(), List.of());

  /// The set that some patterns describe.
  static NamePatterns of(List<String> patterns) {
    if (patterns.isEmpty()) {
      return NONE;
    }
    Set<String> names = new HashSet<>();
    List<String> prefixes = new ArrayList<>();
    for (String pattern : patterns) {
      if (pattern.endsWith(".*")) {
        names.add(pattern.substring(0, pattern.length() - 2));
        prefixes.add(pattern.substring(0, pattern.length() - 1));
      } else {
        names.add(pattern);
      }
    }
    return new NamePatterns(names.contains("*"), Set.copyOf(names), List.copyOf(prefixes));
  }

  /// Whether a name belongs to it.
  boolean match(String name) {
    return all || names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }
}
