// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import dev.tenon.cli.command.Settings;
import dev.tenon.cli.terminal.ErrorPrinter;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.ChangedFiles;
import dev.tenon.input.Escapes;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Carries out `tenon run --watch`: runs a program, and again in a new interpreter whenever it has
/// ended and a file of it has changed, until a signal ends the process.
final class WatchLoop {

  private static final long LOOK_MILLIS = 200;

  private final Surroundings surroundings;
  private final Settings settings;
  private final Restrictions restrictions;
  private final ProgramBody body;
  private final ErrorPrinter printer;

  WatchLoop(
      Surroundings surroundings, Settings settings, Restrictions restrictions, ProgramBody body) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.restrictions = restrictions;
    this.body = body;
    printer = new ErrorPrinter(surroundings, settings.debug());
  }

  /// Runs the program until a signal comes or nobody reads its output any more.
  ///
  /// @return the exit status
  /// @throws UsageException if the path is wrong
  int run() throws UsageException {
    while (true) {
      WatchedRun run = new WatchedRun(body, printer);
      ProgramRunner runner = new ProgramRunner(surroundings, settings, restrictions, run);
      int status = runner.run();
      if (runner.isSignalled() || surroundings.output().isBroken()) {
        return status;
      }
      printer.print(ended(body.label(), status));
      try {
        printer.print(again(awaitChange(run.files()), body.label()));
      } catch (InterruptedException _) {
        return ExitStatus.INTERRUPTED.number();
      }
    }
  }

  private static Path awaitChange(ChangedFiles files) throws InterruptedException {
    while (true) {
      Optional<Path> changed = files.findChanged();
      if (changed.isPresent()) {
        return changed.get();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static String ended(String label, int status) {
    return "watch: %s ended with the exit status %d; waiting for a change"
        .formatted(Escapes.quoted(label), status);
  }

  private static String again(Path file, String label) {
    return "watch: %s has changed; running %s again"
        .formatted(Escapes.quoted(file), Escapes.quoted(label));
  }
}
