// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Names of libraries that are to be private with an image: whole ones, all versions of one
/// (`libold.so.*`), or all that there are (`*`).
///
/// @param patterns the names as they were written
public record LibraryNames(List<String> patterns) {

  /// No libraries.
  static final LibraryNames NONE = new LibraryNames(List.of());

  /// How the names of libraries begin that belong to the process: a copy would not agree with the
  /// rest of it about memory, threads and errors.
  private static final List<String> OF_THE_PROCESS =
      List.of(
          "ld-",
          "libc.",
          "libdl.",
          "libgcc_s.",
          "libjvm.",
          "libm.",
          "libpthread.",
          "librt.",
          "libstdc++.",
          "libc++",
          "libtenon_");

  /// Whether a library belongs to the process, so that there can be no copy of it.
  static boolean isOfProcess(String name) {
    // Every first import comes here: a stream takes longer than the rest.
    for (String beginning : OF_THE_PROCESS) {
      if (name.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a library is among them.
  boolean match(String name) {
    return patterns.stream().anyMatch(pattern -> match(pattern, name));
  }

  private static boolean match(String pattern, String name) {
    return pattern.equals("*")
        || pattern.equals(name)
        || (pattern.endsWith(".*")
            && (name.startsWith(pattern.substring(0, pattern.length() - 1))
                || name.equals(pattern.substring(0, pattern.length() - 2))));
  }

  /// The patterns that none of these names has to do with.
  List<String> unmatchedBy(Set<String> names) {
    return patterns.stream()
        .filter(pattern -> names.stream().noneMatch(name -> match(pattern, name)))
        .filter(pattern -> !pattern.equals("*"))
        .collect(Collectors.toList());
  }
}
