// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.testkit.InterpreterExtension;
import dev.tenon.testkit.IsolationTest;
import dev.tenon.testkit.ModulePath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The sample `stats`: C on the memory of the host.
@ExtendWith(InterpreterExtension.class)
@ModulePath(StatsTest.MODULES)
class StatsTest {

  static final String MODULES = "../../sample-extensions/stats/target/modules";

  private static final double[] NUMBERS = {2, 4, 4, 4, 5, 5, 7, 9};

  private static ModuleObject stats(Interpreter interpreter) {
    return interpreter.importModule("stats");
  }

  private static DoubleBuffer direct(ByteOrder order, double... numbers) {
    return ByteBuffer.allocateDirect(numbers.length * Double.BYTES)
        .order(order)
        .asDoubleBuffer()
        .put(numbers)
        .flip();
  }

  @Test
  void mean_ofEveryKindOfMemory_isTheSame(Interpreter interpreter) {
    ModuleObject stats = stats(interpreter);
    try (Arena arena = Arena.ofConfined()) {
      assertThat(stats.call("mean", NUMBERS)).isEqualTo(5.0);
      assertThat(stats.call("mean", DoubleBuffer.wrap(NUMBERS, 2, 2))).isEqualTo(4.0);
      assertThat(stats.call("mean", direct(ByteOrder.nativeOrder(), NUMBERS))).isEqualTo(5.0);
      assertThat(stats.call("mean", arena.allocateFrom(ValueLayout.JAVA_DOUBLE, NUMBERS)))
          .isEqualTo(5.0);
    }
  }

  @Test
  void standardize_writesToTheMemoryOfTheHost(Interpreter interpreter) {
    double[] array = NUMBERS.clone();
    stats(interpreter).call("standardize", array);
    assertThat(array).startsWith(-1.5, -0.5).endsWith(1.0, 2.0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, NUMBERS);
      stats(interpreter).call("standardize", segment);
      assertThat(segment.toArray(ValueLayout.JAVA_DOUBLE)).containsExactly(array);
    }
  }

  @Test
  void variance_ofSampleAndWhole(Interpreter interpreter) {
    ModuleObject stats = stats(interpreter);

    assertThat((double) stats.call("variance", NUMBERS)).isCloseTo(32.0 / 7, within(1e-12));
    assertThat(stats.callWith("variance", Map.of("ddof", 0), NUMBERS)).isEqualTo(4.0);
    assertThat(stats.callWith("variance", Map.of("data", NUMBERS, "ddof", 0))).isEqualTo(4.0);
  }

  @Test
  void variance_farFromZero_losesNoDigits(Interpreter interpreter) {
    double[] far = Arrays.stream(NUMBERS).map(number -> number + 1e9).toArray();

    assertThat(stats(interpreter).call("variance", far, 0)).isEqualTo(4.0);
  }

  @Test
  void extremeNumbers_neitherOverflowNorVanish(Interpreter interpreter) {
    ModuleObject stats = stats(interpreter);
    double[] huge = {Double.MAX_VALUE, Double.MAX_VALUE / 2, Double.MAX_VALUE};
    double[] tiny = {Double.MIN_VALUE, 3 * Double.MIN_VALUE};

    assertThat((double) stats.call("mean", huge)).isBetween(huge[1], huge[0]);
    assertThat(stats.call("mean", tiny)).isEqualTo(2 * Double.MIN_VALUE);
    assertThatExceptionOfType(OverflowError.class)
        .isThrownBy(() -> stats.call("variance", huge))
        .withMessage("the variance is too large for a float");
    stats.call("standardize", tiny);
    assertThat(tiny).containsExactly(-1, 1);
  }

  @Test
  void quantiles_lieBetweenNeighbours(Interpreter interpreter) {
    ModuleObject stats = stats(interpreter);

    assertThat(stats.call("quantiles", NUMBERS)).isEqualTo(List.of(2.0, 4.0, 4.5, 5.5, 9.0));
    assertThat(stats.callWith("quantiles", Map.of("shares", List.of(0.9, 0)), NUMBERS))
        .asInstanceOf(InstanceOfAssertFactories.list(Double.class))
        .satisfiesExactly(
            high -> assertThat(high).isCloseTo(7.6, within(1e-12)),
            low -> assertThat(low).isEqualTo(2.0));
    assertThat(stats.call("quantiles", new double[] {3}))
        .isEqualTo(List.of(3.0, 3.0, 3.0, 3.0, 3.0));
    assertThat(NUMBERS).as("the numbers themselves are not sorted").startsWith(2, 4, 4);
  }

  @Test
  void histogram_countsEveryNumberOnce(Interpreter interpreter) {
    double[] numbers = new Random(7).doubles(10_000).toArray();

    assertThat(stats(interpreter).callWith("histogram", Map.of("bins", 7), numbers))
        .isInstanceOfSatisfying(
            Map.class,
            histogram -> {
              assertThat((List<?>) histogram.get("edges")).hasSize(8);
              assertThat(((List<?>) histogram.get("counts")).stream().mapToLong(n -> (long) n))
                  .hasSize(7)
                  .satisfies(counts ->
                      assertThat(counts.stream().mapToLong(n -> n).sum()).isEqualTo(10_000));
            });
  }

  @Test
  void histogram_withEnds_leavesOutWhatLiesBeyond(Interpreter interpreter) {
    assertThat(
            stats(interpreter)
                .callWith("histogram", Map.of("bins", 2, "low", 4, "high", 8.0), NUMBERS))
        .isEqualTo(Map.of("edges", List.of(4.0, 6.0, 8.0), "counts", List.of(5L, 1L)));
  }

  @Test
  void histogram_ofOneValue_hasOneUnitAroundIt(Interpreter interpreter) {
    assertThat(stats(interpreter).call("histogram", new double[] {3, 3}, 1))
        .isEqualTo(Map.of("edges", List.of(2.5, 3.5), "counts", List.of(2L)));
  }

  @Test
  void dataWithoutSense_isAValueError(Interpreter interpreter) {
    ModuleObject stats = stats(interpreter);
    for (String function : List.of("mean", "variance", "quantiles", "histogram", "standardize")) {
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> stats.call(function, new double[0]))
          .withMessage(function + "() needs at least one number, found none");
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> stats.call(function, new double[] {1, Double.NaN, 2}))
          .withMessage(function + "(): item 1 is nan; leave such items out");
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> stats.call(function, MemorySegment.ofArray(new byte[9])))
          .withMessageContaining("9 bytes");
    }
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> stats.call("variance", new double[] {1}))
        .withMessageContaining("ddof=1");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> stats.call("standardize", new double[] {4, 4}));
  }

  @Test
  void dataOfAnotherKind_isRefused(Interpreter interpreter) {
    ModuleObject stats = stats(interpreter);

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> stats.call("variance", new float[] {1, 2}))
        .withMessage("variance() needs floats of 64 bits, found items of format 'f'");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> stats.call("mean", new float[] {1, 2}))
        .withMessageStartingWith("mean() argument 1 must be f64[], not ");
    assertThatExceptionOfType(TypeError.class).isThrownBy(() -> stats.call("quantiles", "1 2"));
    assertThatExceptionOfType(BufferError.class)
        .isThrownBy(() -> stats.call("mean", direct(ByteOrder.BIG_ENDIAN, 1, 2)));
  }

  @Test
  void arguments_areCheckedByNameAndValue(Interpreter interpreter) {
    ModuleObject stats = stats(interpreter);

    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> stats.callWith("variance", Map.of("dof", 1), NUMBERS))
        .withMessageContaining("unexpected keyword argument 'dof'");
    assertThatExceptionOfType(TypeError.class)
        .isThrownBy(() -> stats.callWith("histogram", Map.of("bins", 3)))
        .withMessageContaining("missing required argument 'data'");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> stats.call("quantiles", NUMBERS, List.of(0.5, 1.5)))
        .withMessageContaining("found 1.5");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> stats.call("histogram", NUMBERS, 0));
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> stats.call("histogram", NUMBERS, 2, 9, 1))
        .withMessageContaining("found 9 to 1");
  }

  @Test
  void manyThreads_workAtOnce(Interpreter interpreter) throws Exception {
    ModuleObject stats = stats(interpreter);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        double shift = thread;
        double[] numbers = Arrays.stream(NUMBERS).map(number -> number + shift).toArray();
        running.add(
            threads.submit(() -> {
              for (int round = 0; round < 2_000; round++) {
                assertThat(stats.call("mean", numbers)).isEqualTo(5.0 + shift);
                assertThat(stats.call("variance", numbers, 0)).isEqualTo(4.0);
              }
            }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  @Test
  void failingCallsToTheHost_areRaisedAndLeaveNothingBehind() {
    FailingCalls calls =
        new FailingCalls(
            MODULES,
            "stats",
            interpreter -> {
              ModuleObject stats = stats(interpreter);
              double[] numbers = NUMBERS.clone();
              stats.call("mean", numbers);
              stats.call("variance", numbers);
              stats.call("quantiles", numbers, List.of(0, 0.3));
              stats.call("histogram", numbers, 2, 1, 10);
              stats.call("standardize", numbers);
            });

    assertThat(calls.countRaised()).isGreaterThanOrEqualTo(18);
  }

  @IsolationTest(module = "stats", calls = "mean('x'); quantiles(3); variance()")
  void stats_keepsInterpretersApart() {}
}
