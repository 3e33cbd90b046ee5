// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import java.util.Locale;

/// What figures are in.
enum Unit {
  SECONDS("time in µs", 1e6),
  BYTES("memory in bytes", 1);

  private final String label;
  private final double factor;

  Unit(String label, double factor) {
    this.label = label;
    this.factor = factor;
  }

  /// The label of an axis.
  String label() {
    return label;
  }

  /// A figure as it is drawn and printed.
  double shown(double value) {
    return value * factor;
  }

  /// A figure in a table, to two digits.
  String text(double value) {
    double shown = shown(value);
    return String.format(Locale.ROOT, shown < 10 ? "%.2f" : "%,.0f", shown);
  }
}
