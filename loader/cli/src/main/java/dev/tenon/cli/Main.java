package dev.tenon.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The entry point of the `tenon` command: reads the command line, carries it out and ends the
/// process with the exit status.
public final class Main {

  private final Surroundings surroundings;

  Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Runs the command and ends the process.
  ///
  /// @param arguments the command line after `tenon`
  public static void main(String[] arguments) {
    int status = new Main(Surroundings.ofProcess()).run(arguments);
    // Where no other thread is left, the end of this method is the end of the process, without the
    // log that exit() sets up first.
    if (status != ExitStatus.OK || Thread.currentThread().getThreadGroup().activeCount() > 1) {
      System.exit(status);
    }
  }

  /// Runs the command and gives the exit status.
  int run(String... arguments) {
    try {
      Optional<Request.RunModule> plain = PlainRunReader.read(arguments);
      return plain.isPresent()
          ? runModule(plain.get())
          : carryOut(new ArgumentReader().read(arguments));
    } catch (UsageException e) {
      new ErrorPrinter(surroundings.errors(), false).print(String.valueOf(e.getMessage()));
      return ExitStatus.USAGE;
    }
  }

  private int carryOut(Request request) throws UsageException {
    return switch (request) {
      case Request.ShowText(String text) -> show(text);
      case Request.RunModule module -> runModule(module);
    };
  }

  private int runModule(Request.RunModule request) throws UsageException {
    return new ProgramRunner(surroundings, request).run();
  }

  private int show(String text) {
    StandardOutput output = surroundings.output();
    try {
      output.write(text.getBytes(StandardCharsets.UTF_8));
      output.flush();
      return ExitStatus.OK;
    } catch (IOException e) {
      if (output.isBroken()) {
        return ExitStatus.BROKEN_PIPE;
      }
      new ErrorPrinter(surroundings.errors(), false)
          .print(Messages.outputFailed(String.valueOf(e.getMessage())));
      return ExitStatus.PROGRAM_ERROR;
    }
  }
}
