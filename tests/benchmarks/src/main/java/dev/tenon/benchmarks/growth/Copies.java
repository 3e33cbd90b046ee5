// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.value.TenonCallable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Bytes and texts that go into a function in C and come back.
final class Copies implements Subject {

  private final Path modules;

  Copies(Path modules) {
    this.modules = modules;
  }

  @Override
  public String name() {
    return "copies";
  }

  @Override
  public String title() {
    return "Bytes and texts into C and back";
  }

  @Override
  public String sizeLabel() {
    return "bytes";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    try (Interpreter interpreter = Interpreter.builder().path(modules).build()) {
      TenonCallable echo = (TenonCallable) interpreter.importModule("calls").get("echo");
      byte[] bytes = new byte[size];
      figures.put("bytes", Stopwatch.least(() -> echo.call((Object) bytes)));
      figures.put("copy in Java, twice", Stopwatch.least(() -> bytes.clone().clone()));
      String text = "x".repeat(size);
      figures.put("text", Stopwatch.least(() -> echo.call(text)));
    }
    return figures;
  }
}
