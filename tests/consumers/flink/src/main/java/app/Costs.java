// SPDX-License-Identifier: Apache-2.0
package app;

import com.sun.management.OperatingSystemMXBean;
import dev.tenon.Interpreter;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/// Measures what a record costs that a task counts in Java and in C, and what it costs to give a
/// task its interpreter, in time of the CPU: other programs may run meanwhile.
public final class Costs {

  private static final int RECORDS = 40_000_000;
  private static final int ROUNDS = 4;
  private static final int STARTS = 500;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Costs() {}

  /// Runs the program.
  ///
  /// @param path where modules are searched
  /// @throws Exception if a job fails
  public static void main(String[] path) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      System.out.printf("record in Java: %,d ns%n", nanosecondsPerRecord(new CountInJava()));
      System.out.printf("record in C: %,d ns%n", nanosecondsPerRecord(new Count(path[0])));
      System.out.printf("interpreter: %,d ns%n", nanosecondsPerInterpreter(path[0]));
    }
  }

  private static long nanosecondsPerRecord(MapFunction<Long, Long> count) throws Exception {
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(1);
    flink.fromSequence(1, RECORDS).map(count).sinkTo(new DiscardingSink<>());
    long begin = SYSTEM.getProcessCpuTime();
    flink.execute();
    return (SYSTEM.getProcessCpuTime() - begin) / RECORDS;
  }

  /// The mean, with a private image and its end.
  private static long nanosecondsPerInterpreter(String path) {
    long begin = SYSTEM.getProcessCpuTime();
    for (int count = 0; count < STARTS; count++) {
      try (Interpreter interpreter =
          Interpreter.builder().path(path).privateImage("counter").build()) {
        interpreter.importModule("counter").bind("next", LongSupplier.class).getAsLong();
      }
    }
    return (SYSTEM.getProcessCpuTime() - begin) / STARTS;
  }

  private static final class CountInJava implements MapFunction<Long, Long> {

    private static final long serialVersionUID = 1;

    private long counted;

    @Override
    public Long map(Long record) {
      counted++;
      return counted;
    }
  }
}
