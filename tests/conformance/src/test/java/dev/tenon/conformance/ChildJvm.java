// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a main class in a JVM of its own, for tests of what may end or hang the process.
final class ChildJvm {

  private static final long MOST_SECONDS = 60;

  private ChildJvm() {}

  /// What became of the process.
  ///
  /// @param status the exit status; -1 if the process was killed because it did not end in time
  /// @param output what it wrote, errors included
  record Result(int status, String output) {}

  /// Runs a main class with the class path of the tests.
  static Result run(Class<?> main, String... arguments) {
    return run(List.of("--enable-native-access=ALL-UNNAMED"), main, arguments);
  }

  /// Runs a main class with the class path of the tests.
  ///
  /// @param options of the JVM, which is given no others that matter
  static Result run(List<String> options, Class<?> main, String... arguments) {
    return run(command(options, main, arguments));
  }

  /// The command line of a JVM.
  static List<String> command(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Runs a command.
  static Result run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      Thread watch = Thread.ofVirtual().start(() -> killLate(process));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      watch.join();
      return new Result(process.isAlive() ? -1 : process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void killLate(Process process) {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
    }
  }
}
