// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Holds many interpreters alive at once, each with a native module imported and called, and tells
/// what the process needs for them.
public final class InterpreterCensus {

  private InterpreterCensus() {}

  /// `InterpreterCensus [interpreters] [modules]`. The exit status is 1 if a module of one
  /// interpreter has seen another one.
  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    Path modules = Path.of(arguments.length > 1 ? arguments[1] : "tests/benchmarks/target/modules");
    long before = ProcessMemory.residentKib();
    long start = System.nanoTime();
    List<ModuleObject> alive = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      Interpreter interpreter = Interpreter.builder().path(modules).isolated(true).build();
      alive.add(interpreter.importModule("tally"));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long wrong = alive.stream().filter(module -> !module.call("add", 1L).equals(1L)).count();
    long resident = ProcessMemory.residentKib();
    System.out.printf(
        "%d interpreters in %.1f s (%.1f us each), %d wrong, %d MiB resident, %.2f KiB each%n",
        count,
        seconds,
        seconds * 1e6 / count,
        wrong,
        resident / 1024,
        (resident - before) / (double) count);
    System.exit(wrong == 0 ? 0 : 1);
  }
}
