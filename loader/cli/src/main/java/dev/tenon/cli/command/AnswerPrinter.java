// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import dev.tenon.cli.terminal.ErrorPrinter;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Progress;
import dev.tenon.cli.terminal.StandardOutput;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.ToolFailure;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.error.TenonError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Prints the answers of subcommands that look at modules: the text goes to the standard output,
/// and an error of a module is one line.
public final class AnswerPrinter {

  private final Surroundings surroundings;

  /// A printer for these surroundings.
  public AnswerPrinter(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Finds an answer out and prints it.
  ///
  /// @param subject what errors that are no module's call the thing that is looked at
  /// @param work what is done meanwhile, for instance `reading zlib.h`
  /// @return the exit status
  /// @throws UsageException as the search does
  public int print(Settings settings, String subject, String work, Answer.Search search)
      throws UsageException {
    Answer answer;
    try (Progress _ = Progress.of(surroundings, work)) {
      answer = search.run();
    } catch (UsageException e) {
      throw e;
    } catch (Exception | Error e) {
      // Other errors than those of modules are bugs: whoever reports one needs the stack trace.
      new ErrorPrinter(
              surroundings,
              settings.debug() || !(e instanceof TenonError || e instanceof ToolFailure))
          .print(subject, e);
      return ExitStatus.PROGRAM_ERROR.number();
    }
    ErrorPrinter printer = new ErrorPrinter(surroundings, settings.debug());
    answer.notes().forEach(printer::print);
    int status = show(answer.text(), answer.status());
    if (answer.failure() != null) {
      printer.print(subject, answer.failure());
    }
    return status;
  }

  /// Prints a text.
  ///
  /// @return that it went well, or another status if the text cannot be written
  public int show(String text) {
    return show(text, ExitStatus.OK);
  }

  private int show(String text, ExitStatus status) {
    StandardOutput output = surroundings.output();
    try {
      output.write(text.getBytes(StandardCharsets.UTF_8));
      output.flush();
      return status.number();
    } catch (IOException e) {
      if (output.isBroken()) {
        return ExitStatus.BROKEN_PIPE.number();
      }
      new ErrorPrinter(surroundings, false)
          .print(Messages.outputFailed(String.valueOf(e.getMessage())));
      return ExitStatus.PROGRAM_ERROR.number();
    }
  }
}
