// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

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
    int status = new Main(Surroundings.ofProcess()).run(RawArguments.of(arguments));
    // Where no other thread is left, the end of this method is the end of the process, without the
    // log that exit() sets up first.
    if (status != ExitStatus.OK.number()
        || Thread.currentThread().getThreadGroup().activeCount() > 1) {
      System.exit(status);
    }
  }

  /// Runs the command and gives the exit status.
  int run(String... arguments) {
    try {
      Optional<Request.Run> plain = PlainRunReader.read(arguments);
      return plain.isPresent() ? runProgram(plain.get()) : readAndRun(arguments);
    } catch (UsageException e) {
      return wrong(surroundings, e);
    }
  }

  private int readAndRun(String... arguments) {
    ArgumentReader reader = new ArgumentReader(surroundings);
    try {
      Request request = reader.read(arguments);
      return new Main(reader.surroundings()).carryOut(request);
    } catch (UsageException e) {
      return wrong(reader.surroundings(), e);
    }
  }

  private static int wrong(Surroundings surroundings, UsageException e) {
    new ErrorPrinter(surroundings, false).print(String.valueOf(e.getMessage()));
    return ExitStatus.USAGE.number();
  }

  private int carryOut(Request request) throws UsageException {
    return switch (request) {
      case Request.ShowText(String text) -> new ToolRunner(surroundings).show(text, ExitStatus.OK);
      case Request.Run run -> runProgram(run);
      case Request.Prompt prompt ->
          new ProgramRunner(
                  surroundings,
                  prompt.settings(),
                  prompt.restrictions(),
                  new PromptBody(surroundings, prompt))
              .run();
      case Request.Inspect inspect -> new ToolRunner(surroundings).inspect(inspect);
      case Request.Lock lock -> new LockTool(surroundings, lock).run();
      case Request.Why why -> new ToolRunner(surroundings).explain(why);
      case Request.Isolation isolation -> new ToolRunner(surroundings).isolate(isolation);
      case Request.New project ->
          new ToolRunner(surroundings)
              .show(new ProjectMaker(surroundings.folder(), project).run(), ExitStatus.OK);
      case Request.Cdef cdef -> new ToolRunner(surroundings).declare(cdef);
      case Request.Crash crash -> new ToolRunner(surroundings).readTrails(crash);
      case Request.Verify verify -> new ToolRunner(surroundings).verify(verify);
      case Request.ImportTime times -> new ToolRunner(surroundings).measure(times);
      case Request.Identity identity -> new ToolRunner(surroundings).identify(identity);
      case Request.SourceText source -> new ToolRunner(surroundings).showSource(source);
    };
  }

  private int runProgram(Request.Run request) throws UsageException {
    return new ProgramRunner(
            surroundings,
            request.settings(),
            request.restrictions(),
            new ProgramBody(request.program()))
        .run();
  }
}
