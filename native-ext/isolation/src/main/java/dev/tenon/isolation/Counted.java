// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import java.util.List;

/// Words for numbers of things in reports.
final class Counted {

  private Counted() {}

  /// A number with its noun.
  static String of(long count, String singular) {
    return "%d %s%s".formatted(count, singular, count == 1 ? "" : "s");
  }

  /// Interpreters by number; none means that the end of interpreters did it.
  static String interpreters(List<Integer> numbers) {
    return numbers.isEmpty()
        ? "the end of interpreters"
        : "interpreter%s %s"
            .formatted(
                numbers.size() == 1 ? "" : "s",
                String.join(", ", numbers.stream().map(String::valueOf).toList()));
  }
}
