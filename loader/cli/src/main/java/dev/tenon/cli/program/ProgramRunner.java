// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.Interpreter;
import dev.tenon.cli.command.ModulePath;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.ToolInterpreter;
import dev.tenon.cli.terminal.ErrorPrinter;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.input.Escapes;
import java.io.IOException;

/// Runs a program or a prompt in a new interpreter and gives the exit status. The standard output
/// is flushed at the end, however the program ends. A signal that ends the process, such as that of
/// Ctrl-C, lets exit callbacks and free slots run first.
public final class ProgramRunner {

  private final Surroundings surroundings;
  private final Settings settings;
  private final Restrictions restrictions;
  private final MainBody body;
  private final ErrorPrinter printer;
  private boolean signalled;

  public ProgramRunner(
      Surroundings surroundings, Settings settings, Restrictions restrictions, MainBody body) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.restrictions = restrictions;
    this.body = body;
    printer = new ErrorPrinter(surroundings, settings.debug());
  }

  /// Runs the program.
  ///
  /// @return the exit status
  /// @throws UsageException if the path is wrong; then nothing has run
  public int run() throws UsageException {
    Interpreter interpreter = interpreter();
    ProgramEnd end = new ProgramEnd(status -> flush(close(interpreter, status)));
    int status = end.reach(runProgram(interpreter, end));
    signalled = end.isSignalled();
    return surroundings.output().isBroken() ? ExitStatus.BROKEN_PIPE.number() : status;
  }

  /// Whether a signal was ending the process when [#run] returned.
  boolean isSignalled() {
    return signalled;
  }

  private Interpreter interpreter() throws UsageException {
    Interpreter.Builder builder =
        Interpreter.builder()
            .path(new ModulePath(surroundings).entries(settings.path()).toArray(String[]::new))
            .arguments(body.arguments().toArray(String[]::new))
            .isolated(restrictions.isolated())
            .apart(restrictions.apart().toArray(String[]::new))
            .output(surroundings.output())
            .errorOutput(surroundings.errors());
    return ToolInterpreter.locked(
            restrictions.checked() ? builder.checkAll() : builder, surroundings, settings)
        .build();
  }

  private int runProgram(Interpreter interpreter, ProgramEnd end) {
    try {
      return inRange(body.run(interpreter));
    } catch (SystemExit exit) {
      return endedBy(exit);
    } catch (KeyboardInterrupt _) {
      return ExitStatus.INTERRUPTED.number();
    } catch (Throwable failure) {
      return end.isSignalled() ? ExitStatus.INTERRUPTED.number() : failed(failure);
    }
  }

  private int endedBy(SystemExit exit) {
    // The message is the program's own: it is printed as it is.
    if (exit.getMessage() != null) {
      surroundings.errors().println(exit.getMessage());
    }
    return inRange(exit.status());
  }

  private int inRange(int status) {
    if (status >= ExitStatus.OK.number() && status <= ExitStatus.GREATEST) {
      return status;
    }
    printer.print(statusOutOfRange(body.label(), status));
    return ExitStatus.PROGRAM_ERROR.number();
  }

  private int failed(Throwable failure) {
    if (!surroundings.output().isBroken()) {
      printer.print(body.label(), failure);
    }
    return ExitStatus.PROGRAM_ERROR.number();
  }

  private int close(Interpreter interpreter, int status) {
    try {
      interpreter.close();
      return status;
    } catch (RuntimeException | Error failure) {
      return Math.max(status, failed(failure));
    }
  }

  private int flush(int status) {
    try {
      surroundings.output().flush();
      return status;
    } catch (IOException e) {
      // A program that has failed has said why already.
      if (status == ExitStatus.OK.number() && !surroundings.output().isBroken()) {
        printer.print(Messages.outputFailed(String.valueOf(e.getMessage())));
      }
      return Math.max(status, ExitStatus.PROGRAM_ERROR.number());
    }
  }

  private static String statusOutOfRange(String module, int status) {
    return "module %s ended with the exit status %d, expected 0 to %d"
        .formatted(Escapes.quoted(module), status, ExitStatus.GREATEST);
  }
}
