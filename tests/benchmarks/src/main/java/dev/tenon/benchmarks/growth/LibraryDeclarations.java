// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A plain C library of many functions, by the file of its declarations.
final class LibraryDeclarations implements Subject {

  @Override
  public String name() {
    return "declarations";
  }

  @Override
  public String title() {
    return "A plain C library of many functions";
  }

  @Override
  public String sizeLabel() {
    return "lines of declarations";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(100, 1_000, 10_000, 100_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    Path declarations = folder.resolve("plain.cdef.h");
    CLibrarySource.buildLibrary(folder.resolve("libplain.so"), declarations, size);
    Map<String, Double> figures = new LinkedHashMap<>();
    try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
      figures.put("first import", Stopwatch.once(() -> interpreter.importModule("plain")));
      ModuleObject library = interpreter.importModule("plain");
      String last = "f" + (size - 1);
      figures.put("first call", Stopwatch.once(() -> library.call(last, 1L, 2L)));
    }
    figures.put(
        "import in a further interpreter",
        Stopwatch.least(() -> {
          try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
            return interpreter.importModule("plain");
          }
        }));
    return figures;
  }
}
