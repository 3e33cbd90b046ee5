// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import dev.tenon.Interpreter;
import dev.tenon.imports.MemoryFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongBinaryOperator;

/// The same work shared out among threads. The time is that of one import or call, from the start
/// of the first thread to the end of the last one: it falls while there are processors for the
/// threads, and must not rise beyond that.
final class Threads implements Subject {

  private static final int IMPORTS = 6_400;
  private static final int CALLS = 6_400_000;

  private final Path modules;

  Threads(Path modules) {
    this.modules = modules;
  }

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public String title() {
    return "Imports and calls shared out among threads";
  }

  @Override
  public String sizeLabel() {
    return "threads";
  }

  @Override
  public List<Integer> sizes() {
    return List.of(1, 2, 4, 8, 16, 32, 64);
  }

  @Override
  public Map<String, Double> measure(int size, Path folder) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("import of a new module, one interpreter", imports(size));
    figures.put("import of a mapped extension, own interpreters", interpreters(size));
    figures.put("call of a bound function, one interpreter", calls(size));
    return figures;
  }

  private static double imports(int threads) throws Exception {
    MemoryFinder finder = new MemoryFinder();
    for (int index = 0; index < IMPORTS; index++) {
      finder.add("m" + index, _ -> {});
    }
    try (Interpreter interpreter = Interpreter.create()) {
      interpreter.imports().metaPath().addFirst(finder);
      return share(
          threads,
          IMPORTS,
          (from, to) -> {
            for (int index = from; index < to; index++) {
              interpreter.importModule("m" + index);
            }
          });
    }
  }

  private double interpreters(int threads) throws Exception {
    return share(
        threads,
        IMPORTS,
        (from, to) -> {
          for (int index = from; index < to; index++) {
            try (Interpreter interpreter = Interpreter.builder().path(modules).build()) {
              interpreter.importModule("tally");
            }
          }
        });
  }

  private double calls(int threads) throws Exception {
    try (Interpreter interpreter = Interpreter.builder().path(modules).build()) {
      LongBinaryOperator add =
          interpreter.importModule("calls").bind("add", LongBinaryOperator.class);
      return share(
          threads,
          CALLS,
          (from, to) -> {
            long sum = 0;
            for (int index = from; index < to; index++) {
              sum = add.applyAsLong(sum, index);
            }
            if (sum == 1) {
              throw new IllegalStateException("the sum of many numbers is 1");
            }
          });
    }
  }

  /// A part of the work.
  @FunctionalInterface
  private interface Part {
    void run(int from, int to) throws Exception;
  }

  private static double share(int threads, int work, Part part) throws Exception {
    List<Callable<Boolean>> parts = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int from = thread * (work / threads);
      parts.add(() -> {
        part.run(from, from + work / threads);
        return true;
      });
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      double seconds =
          Stopwatch.once(() -> {
            for (Future<Boolean> one : executor.invokeAll(parts)) {
              one.get();
            }
            return null;
          });
      return seconds / work;
    }
  }
}
