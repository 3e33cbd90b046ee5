// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.benchmarks.ProcessMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an interpreter takes of the heap when many are alive.
final class InterpreterMemory implements Subject {

  private final Path modules;

  InterpreterMemory(Path modules) {
    this.modules = modules;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "Memory of one of many interpreters";
  }

  @Override
  public String sizeLabel() {
    return "interpreters";
  }

  @Override
  public Unit unit() {
    return Unit.BYTES;
  }

  @Override
  public List<Integer> sizes() {
    return List.of(1_000, 10_000, 100_000, 1_000_000);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) {
    List<Interpreter> alive = new ArrayList<>(size);
    long before = ProcessMemory.reachableBytes();
    for (int index = 0; index < size; index++) {
      alive.add(Interpreter.builder().path(modules).isolated(true).build());
    }
    long idle = ProcessMemory.reachableBytes();
    alive.forEach(each -> each.importModule("tally"));
    long imported = ProcessMemory.reachableBytes();
    alive.forEach(Interpreter::close);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("idle interpreter", (idle - before) / (double) size);
    figures.put("with an extension", (imported - before) / (double) size);
    return figures;
  }
}
