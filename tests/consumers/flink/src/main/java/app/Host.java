// SPDX-License-Identifier: Apache-2.0
package app;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/// A job of Apache Flink with two tasks, each of which counts in a module of its own. The second
/// one fails once and is started again; the first one goes on meanwhile.
public final class Host {

  private static final int TASKS = 2;
  private static final int RECORDS = 2_000;

  /// What the tasks have said, in order. The local cluster runs them in this process.
  static final Set<String> REPORTS = new ConcurrentSkipListSet<>();

  private Host() {}

  /// Runs the program.
  ///
  /// @param path where modules are searched
  /// @throws Exception if the job fails for good
  public static void main(String[] path) throws Exception {
    Configuration settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createLocalEnvironment(TASKS, settings);
    flink.fromSequence(1, RECORDS).map(new Count(path[0])).sinkTo(new DiscardingSink<>());
    flink.execute();
    REPORTS.forEach(System.out::println);
  }
}
