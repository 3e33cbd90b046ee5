package dev.tenon.expression;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes values as Python's prompt shows them: texts in quotes, `None`, `True`.
public final class ValueText {

  /// A list may hold itself.
  private static final int DEEPEST = 20;

  private ValueText() {}

  /// Returns the text of a value.
  public static String of(@Nullable Object value) {
    return of(value, 0);
  }

  private static String of(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case CharSequence text -> quoted(text.toString());
      case byte[] bytes -> "b" + quoted(new String(bytes, StandardCharsets.ISO_8859_1), true);
      case List<?> _ when depth == DEEPEST -> "[…]";
      case Map<?, ?> _ when depth == DEEPEST -> "{…}";
      case List<?> list ->
          list.stream()
              .map(item -> of(item, depth + 1))
              .collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> of(entry.getKey(), depth + 1) + ": " + of(entry.getValue(), depth + 1))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    return quoted(text, false);
  }

  private static String quoted(String text, boolean isBytes) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder result = new StringBuilder().append(quote);
    text.codePoints().forEach(each -> append(result, each, quote, isBytes));
    return result.append(quote).toString();
  }

  private static void append(StringBuilder result, int each, char quote, boolean isBytes) {
    switch (each) {
      case '\n' -> result.append("\\n");
      case '\r' -> result.append("\\r");
      case '\t' -> result.append("\\t");
      case '\\' -> result.append("\\\\");
      default -> {
        if (each == quote) {
          result.append('\\').append(quote);
        } else if (each < ' ' || each == 0x7F || (isBytes && each > 0x7F)) {
          result.append("\\x%02x".formatted(each));
        } else if (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE) {
          result.append("\\u%04x".formatted(each));
        } else {
          result.appendCodePoint(each);
        }
      }
    }
  }
}
