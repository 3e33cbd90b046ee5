// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The program behind [LifetimesTest]: runs all rows and prints for each whether it holds, or ends
/// the process while all that the rows are about is in use.
final class LifetimesProgram {

  private LifetimesProgram() {}

  /// One row of the guide.
  @FunctionalInterface
  interface Row {
    /// Throws if the row does not hold.
    ///
    /// @param place where the fixtures are, and where files can be made
    void hold(Place place) throws Throwable;
  }

  /// Where files are.
  ///
  /// @param fixtures the compiled fixtures
  /// @param scratch an empty folder
  record Place(Path fixtures, Path scratch) {}

  /// The rows by their ids.
  static Map<String, Row> rows() {
    Map<String, Row> all = new TreeMap<>();
    all.putAll(CodeLifetimes.rows());
    all.putAll(MemoryLifetimes.rows());
    return all;
  }

  @SuppressWarnings("SystemOut") // the test reads it
  public static void main(String[] arguments) throws Throwable {
    Place place = new Place(Path.of(arguments[1]), Path.of(arguments[2]));
    if (arguments[0].equals("exit")) {
      CodeLifetimes.leaveInUse(place);
      System.out.println("ends");
      return;
    }
    rows().forEach((id, row) -> System.out.println(id + " " + result(row, place)));
  }

  private static String result(Row row, Place place) {
    try {
      row.hold(place);
      return "holds";
    } catch (Throwable thrown) {
      StackTraceElement[] trace = thrown.getStackTrace();
      return "%s at %s"
          .formatted(String.valueOf(thrown).replace('\n', ' '), trace.length == 0 ? "?" : trace[0]);
    }
  }
}
