// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What was measured of a subject: a curve for each work.
final class Curves {

  private final Subject subject;
  private final Map<String, List<Point>> curves = new LinkedHashMap<>();

  /// A figure at a size.
  record Point(int size, double value) {}

  Curves(Subject subject) {
    this.subject = subject;
  }

  Subject subject() {
    return subject;
  }

  /// Adds what was measured at a size.
  void add(int size, Map<String, Double> figures) {
    figures.forEach((work, value) ->
        curves.computeIfAbsent(work, _ -> new ArrayList<>()).add(new Point(size, value)));
  }

  /// The points of each work.
  Map<String, List<Point>> all() {
    return curves;
  }

  /// A table with a line for each size. The last line has the exponent of the growth between the
  /// last two sizes: 0 for a cost that does not depend on the size, 1 for one that is in
  /// proportion.
  String table() {
    StringBuilder text = new StringBuilder();
    text.append("%s (%s)%n%n".formatted(subject.title(), subject.unit().label()));
    text.append(
        "| %s | %s |%n".formatted(subject.sizeLabel(), String.join(" | ", curves.keySet())));
    text.append("|---:|%s%n".formatted("---:|".repeat(curves.size())));
    for (int index = 0; index < subject.sizes().size(); index++) {
      int row = index;
      text.append(
          String.format(
              Locale.ROOT,
              "| %,d | %s |%n",
              subject.sizes().get(row),
              cells(points -> subject.unit().text(points.get(row).value()))));
    }
    text.append("| grows with the power | %s |%n".formatted(cells(Curves::exponent)));
    return text.toString();
  }

  private String cells(Function<List<Point>, String> cell) {
    return curves.values().stream().map(cell).collect(Collectors.joining(" | "));
  }

  private static String exponent(List<Point> points) {
    Point last = points.getLast();
    Point before = points.get(points.size() - 2);
    double exponent =
        Math.log(last.value() / before.value()) / Math.log((double) last.size() / before.size());
    return String.format(Locale.ROOT, "%.2f", exponent);
  }
}
