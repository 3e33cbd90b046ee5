// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;

/// What the user asks for with one command line.
@FunctionalInterface
public interface Request {

  /// Does it.
  ///
  /// @return the exit status
  /// @throws UsageException if it makes no sense here; then nothing was begun
  int run(Surroundings surroundings) throws UsageException;

  /// Prints a text.
  ///
  /// @param text whole lines
  static Request ofText(String text) {
    return surroundings -> new AnswerPrinter(surroundings).show(text);
  }
}
