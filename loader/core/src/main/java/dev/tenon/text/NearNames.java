// SPDX-License-Identifier: Apache-2.0
package dev.tenon.text;

import dev.tenon.input.Escapes;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that a user probably meant.
public final class NearNames {

  /// The comparison takes time in proportion to the length of both names, and nobody types more.
  private static final int LONGEST = 200;

  private NearNames() {}

  /// A sentence that proposes the nearest of some names, beginning with a dot, or an empty text.
  public static String hint(String wanted, Collection<String> names) {
    return nearest(wanted, names)
        .map(name -> ". Did you mean: %s?".formatted(Escapes.quoted(name)))
        .orElse("");
  }

  /// The nearest of some names, if one is near enough to be a slip of the pen. Letters that differ
  /// in case alone hardly count; a name without a letter in common is not near.
  public static Optional<String> nearest(String wanted, Collection<String> names) {
    if (wanted.length() > LONGEST) {
      return Optional.empty();
    }
    int limit = Math.max(1, wanted.length() / 3);
    record Near(String name, int distance, int exactDistance) {}
    String folded = wanted.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> !name.startsWith("__"))
        .filter(name -> Math.abs(name.length() - wanted.length()) <= limit)
        .map(name ->
            new Near(name, distance(folded, name.toLowerCase(Locale.ROOT)), distance(wanted, name)))
        .filter(near -> near.distance() <= limit)
        .filter(near -> near.distance() < Math.max(wanted.length(), near.name().length()))
        .min(
            Comparator.comparingInt(Near::distance)
                .thenComparingInt(Near::exactDistance)
                .thenComparing(Near::name))
        .map(Near::name);
  }

  /// The number of insertions, deletions, changes and swaps of neighbours between two names.
  static int distance(String left, String right) {
    int[] beforeLast = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[right.length()];
  }
}
