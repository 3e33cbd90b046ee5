// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.cli.terminal.Paint;
import dev.tenon.input.Escapes;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One place where a module was looked for.
///
/// @param place a finder, an entry of the path, or a package
/// @param outcome what came of it
/// @param detail the file, or why the module is not there
public record Candidate(String place, Outcome outcome, String detail) {

  /// What came of a search in one place.
  public enum Outcome {
    /// The module is taken from here.
    USED("has it"),
    /// It holds a folder of a namespace package, which is used with others.
    PORTION("has a folder of the namespace package"),
    /// It has the module, too, but a place before it wins.
    HIDDEN("has it, too"),
    /// It does not have the module.
    MISSED("");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /// The word for it in JSON.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// As a line of text.
  String line(Paint paint) {
    return switch (outcome) {
      case MISSED -> "%s: %s".formatted(Escapes.line(place), Escapes.line(detail));
      case USED, PORTION ->
          "%s: %s%s".formatted(Escapes.line(place), paint.good(outcome.words), where());
      case HIDDEN ->
          "%s: %s%s, hidden by the one above"
              .formatted(Escapes.line(place), outcome.words, where());
    };
  }

  private String where() {
    return detail.isEmpty() ? "" : ", in " + Escapes.line(detail);
  }

  /// As a plain map.
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("place", place);
    map.put("outcome", outcome.word());
    map.put("detail", detail);
    return map;
  }
}
