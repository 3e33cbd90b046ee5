// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A module in C of many functions.
final class LibraryFunctions implements Subject {

  private static final int COPIES = 5;

  @Override
  public String name() {
    return "functions";
  }

  @Override
  public String title() {
    return "A module in C of many functions";
  }

  @Override
  public String sizeLabel() {
    return "functions of the module";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(100, 1_000, 10_000, 100_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    Path library = folder.resolve("many.so");
    CLibrarySource.buildModule(library, "many", size);
    Map<String, Double> least = new LinkedHashMap<>();
    for (int copy = 0; copy < COPIES; copy++) {
      Path place = Files.createDirectory(folder.resolve("copy" + copy));
      Files.copy(library, place.resolve("many.so"));
      measureCopy(place, size).forEach((work, value) -> least.merge(work, value, Math::min));
    }
    return least;
  }

  private static Map<String, Double> measureCopy(Path place, int size) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    try (Interpreter interpreter = Interpreter.builder().path(place).build()) {
      figures.put("find", Stopwatch.once(() -> interpreter.imports().findSpecOrThrow("many")));
      figures.put("first import", Stopwatch.once(() -> interpreter.importModule("many")));
      ModuleObject module = interpreter.importModule("many");
      String last = "f" + (size - 1);
      figures.put("first call", Stopwatch.once(() -> module.call(last, 1L, 2L)));
    }
    try (Interpreter interpreter = Interpreter.builder().path(place).build()) {
      figures.put(
          "import in a further interpreter",
          Stopwatch.once(() -> interpreter.importModule("many")));
    }
    return figures;
  }
}
