// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// When texts are coloured, as the user decides with `--color`.
public enum ColorChoice {
  /// On terminals, unless the environment says otherwise.
  AUTO,
  /// Always, in files and pipes too.
  ALWAYS,
  /// Never.
  NEVER;

  /// The word on the command line.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// All words.
  public static List<String> words() {
    return Stream.of(values()).map(ColorChoice::word).toList();
  }

  /// The choice that a word stands for; empty for any other text.
  public static Optional<ColorChoice> find(String word) {
    return Stream.of(values()).filter(choice -> choice.word().equals(word)).findFirst();
  }

  /// Whether a stream is coloured. The choice comes first, then `NO_COLOR` (no-color.org), then
  /// `CLICOLOR_FORCE`, then whether the stream is a terminal that knows colours.
  ///
  /// @param variables the environment variables
  public Paint paint(Map<String, String> variables, boolean isTerminal) {
    return new Paint(
        switch (this) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> isColored(variables, isTerminal);
        });
  }

  private static boolean isColored(Map<String, String> variables, boolean isTerminal) {
    if (!variables.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = variables.getOrDefault("CLICOLOR_FORCE", "");
    boolean isForced = !force.isEmpty() && !force.equals("0");
    return isForced || (isTerminal && !variables.getOrDefault("TERM", "").equals("dumb"));
  }
}
