// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Something whose cost depends on a size.
interface Subject {

  /// The name of its files, and how it is chosen on the command line.
  String name();

  /// What the picture shows, in a few words.
  String title();

  /// What the size is: "directories on the path".
  String sizeLabel();

  /// What the figures are in.
  default Unit unit() {
    return Unit.SECONDS;
  }

  /// The sizes, ascending.
  List<Integer> sizes();

  /// Measures at one size.
  ///
  /// @param folder is empty and deleted afterwards
  /// @return the figures by the work that was measured, in the order of the legend
  Map<String, Double> measure(int size, Path folder) throws Exception;
}
