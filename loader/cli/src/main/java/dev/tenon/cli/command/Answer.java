// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.command;

import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.error.TenonError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of a subcommand, as the user sees it.
///
/// @param text for the standard output
/// @param notes lines for the standard error
/// @param failure an error that comes behind the text; null if there is none
public record Answer(
    String text, ExitStatus status, List<String> notes, @Nullable TenonError failure) {

  /// What finds an answer out.
  @FunctionalInterface
  public interface Search {
    /// Finds it out.
    ///
    /// @throws Exception why there is no answer
    Answer run() throws Exception;
  }

  /// A text without notes.
  ///
  /// @param isGood whether the work could be done
  public static Answer of(String text, boolean isGood) {
    return of(text, isGood, List.of());
  }

  /// A text with notes.
  ///
  /// @param isGood whether the work could be done
  public static Answer of(String text, boolean isGood, List<String> notes) {
    return new Answer(text, isGood ? ExitStatus.OK : ExitStatus.PROGRAM_ERROR, notes, null);
  }
}
