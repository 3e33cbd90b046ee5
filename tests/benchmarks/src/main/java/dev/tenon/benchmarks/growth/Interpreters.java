// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Many interpreters at once, each with an extension of its own state. The times are those of one.
final class Interpreters implements Subject {

  private final Path modules;

  Interpreters(Path modules) {
    this.modules = modules;
  }

  @Override
  public String name() {
    return "interpreters";
  }

  @Override
  public String title() {
    return "Many interpreters alive at once";
  }

  @Override
  public String sizeLabel() {
    return "interpreters";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(1_000, 10_000, 100_000, 1_000_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    List<Interpreter> alive = new ArrayList<>(size);
    List<ModuleObject> imported = new ArrayList<>(size);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(
        "create",
        Stopwatch.once(() -> {
          for (int index = 0; index < size; index++) {
            alive.add(Interpreter.builder().path(modules).isolated(true).build());
          }
          return alive;
        })
            / size);
    figures.put(
        "import",
        Stopwatch.once(() -> {
          alive.forEach(each -> imported.add(each.importModule("tally")));
          return imported;
        })
            / size);
    figures.put(
        "first call",
        Stopwatch.once(() -> {
          imported.forEach(module -> module.call("add", 1L));
          return imported;
        })
            / size);
    figures.put(
        "close",
        Stopwatch.once(() -> {
          alive.forEach(Interpreter::close);
          return null;
        })
            / size);
    return figures;
  }
}
