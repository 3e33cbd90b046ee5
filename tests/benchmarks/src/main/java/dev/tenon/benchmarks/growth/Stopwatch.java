// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import java.util.concurrent.Callable;

/// Measures in seconds.
final class Stopwatch {

  private static final int RUNS = 7;
  private static final long LEAST_NANOS = 2_000_000;

  private Stopwatch() {}

  /// How long some work takes that is done once.
  static double once(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return (System.nanoTime() - start) / 1e9;
  }

  /// The least of several runs of work that can be repeated. Each run is long enough to be
  /// measured.
  static double least(Callable<?> work) throws Exception {
    long times = 1;
    double least = once(work);
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      for (long time = 0; time < times; time++) {
        work.call();
      }
      long nanos = System.nanoTime() - start;
      least = Math.min(least, nanos / 1e9 / times);
      times =
          nanos < LEAST_NANOS ? Math.max(times, times * LEAST_NANOS / Math.max(nanos, 1)) : times;
    }
    return least;
  }

  /// The least of several runs, each of which needs something prepared.
  static double least(Callable<?> preparation, Callable<?> work) throws Exception {
    double least = Double.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      preparation.call();
      least = Math.min(least, once(work));
    }
    return least;
  }
}
