// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import dev.tenon.cli.command.Request;
import dev.tenon.cli.program.PlainRunReader;
import dev.tenon.cli.terminal.ErrorPrinter;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import java.util.Optional;

/// The entry point of the `tenon` command: reads the command line, carries it out and ends the
/// process with the exit status.
public final class Main {

  private final Surroundings surroundings;

  /// A command in these surroundings.
  public Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Runs the command and ends the process.
  ///
  /// @param arguments the command line after `tenon`
  public static void main(String[] arguments) {
    int status = new Main(Surroundings.ofProcess()).run(RawArguments.of(arguments));
    // Where no other thread is left, the end of this method is the end of the process, without the
    // log that exit() sets up first.
    if (status != ExitStatus.OK.number()
        || Thread.currentThread().getThreadGroup().activeCount() > 1) {
      System.exit(status);
    }
  }

  /// Runs the command and gives the exit status.
  ///
  /// @param arguments the command line after `tenon`
  public int run(String... arguments) {
    try {
      Optional<Request> plain = PlainRunReader.read(arguments);
      return plain.isPresent() ? plain.get().run(surroundings) : readAndRun(arguments);
    } catch (UsageException e) {
      return wrong(surroundings, e);
    }
  }

  private int readAndRun(String... arguments) {
    ArgumentReader reader = new ArgumentReader(surroundings);
    try {
      Request request = reader.read(arguments);
      return request.run(reader.surroundings());
    } catch (UsageException e) {
      return wrong(reader.surroundings(), e);
    }
  }

  private static int wrong(Surroundings surroundings, UsageException e) {
    new ErrorPrinter(surroundings, false).print(String.valueOf(e.getMessage()));
    return ExitStatus.USAGE.number();
  }
}
