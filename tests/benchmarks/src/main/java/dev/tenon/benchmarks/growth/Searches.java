// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.error.ModuleNotFoundException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// Searches that find something and searches that do not, with and without what is remembered of
/// directories.
final class Searches {

  private Searches() {}

  static Map<String, Double> measure(Interpreter interpreter, String present) throws Exception {
    Callable<?> forget =
        () -> {
          interpreter.imports().invalidateCaches();
          return null;
        };
    Callable<?> hit = () -> interpreter.imports().findSpecOrThrow(present);
    Callable<?> miss = () -> miss(interpreter);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("first hit", Stopwatch.least(forget, hit));
    figures.put("further hit", Stopwatch.least(hit));
    figures.put("first miss", Stopwatch.least(forget, miss));
    figures.put("further miss", Stopwatch.least(miss));
    return figures;
  }

  private static ModuleNotFoundException miss(Interpreter interpreter) {
    try {
      throw new IllegalStateException("found: " + interpreter.importModule("optional"));
    } catch (ModuleNotFoundException e) {
      return e;
    }
  }
}
