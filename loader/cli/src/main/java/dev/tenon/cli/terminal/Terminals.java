// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which of the standard streams are terminals.
public record Terminals(boolean input, boolean output, boolean errors) {

  /// Those of this process. The launcher finds out and says so in the system property
  /// `tenon.terminals`, since Java only reports whether input and output both are terminals.
  static Terminals ofProcess() {
    return of(System.getProperty("tenon.terminals"));
  }

  /// Reads the launcher's word.
  ///
  /// @param digits the descriptors that are terminals, `"012"` for all; null if nobody says so
  public static Terminals of(@Nullable String digits) {
    if (digits == null) {
      boolean isTerminal =
          Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
      return new Terminals(isTerminal, isTerminal, isTerminal);
    }
    return new Terminals(digits.contains("0"), digits.contains("1"), digits.contains("2"));
  }
}
