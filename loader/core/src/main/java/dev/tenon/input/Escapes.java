// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Shows text of others so that it can be distinguished from what surrounds it: line breaks,
/// control characters, characters that reorder text and lone surrogates are written as escapes.
public final class Escapes {

  private static final HexFormat HEX = HexFormat.of();

  private static final char NO_QUOTE = '\0';

  private Escapes() {}

  /// A name or another text within a message: CPython's `repr` of it, cut off if it is very long.
  public static String quoted(@Nullable Object text) {
    String all = String.valueOf(text);
    boolean isCut = all.length() > Limit.SHOWN_NAME.most();
    String shown = isCut ? all.substring(0, Limit.SHOWN_NAME.most()) : all;
    StringBuilder out = new StringBuilder(shown.length() + 2);
    appendQuoted(out, shown, Integer.MAX_VALUE);
    return isCut ? cut(out, all) : out.toString();
  }

  /// A text within a line of a message that quotes it itself or needs no quotes: as [#quoted],
  /// without the quotes.
  public static String inline(@Nullable Object text) {
    String all = String.valueOf(text);
    return all.length() <= Limit.SHOWN_NAME.most()
        ? line(all)
        : cut(new StringBuilder(line(all.substring(0, Limit.SHOWN_NAME.most()))), all);
  }

  /// A text that Tenon has composed of many names and that has to stay on one line: as [#inline],
  /// but whole.
  public static String line(String text) {
    return isPlain(text) ? text : escaped(text);
  }

  private static boolean isPlain(String text) {
    for (int index = 0; index < text.length(); index++) {
      char each = text.charAt(index);
      if (each < ' ' || each >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int index = 0; index < text.length(); ) {
      int point = text.codePointAt(index);
      append(out, point, NO_QUOTE);
      index += Character.charCount(point);
    }
    return out.toString();
  }

  private static String cut(StringBuilder out, String text) {
    return out.append("... (").append(text.length()).append(" characters)").toString();
  }

  /// Appends CPython's `repr` of a text.
  ///
  /// @param most the length that `out` may have for more to be appended
  public static void appendQuoted(StringBuilder out, CharSequence text, int most) {
    char quote = quoteFor(text);
    out.append(quote);
    int index = 0;
    while (index < text.length() && out.length() < most) {
      int point = Character.codePointAt(text, index);
      append(out, point, quote);
      index += Character.charCount(point);
    }
    out.append(quote);
  }

  private static char quoteFor(CharSequence text) {
    boolean single = false;
    for (int index = 0; index < text.length(); index++) {
      char each = text.charAt(index);
      if (each == '"') {
        return '\'';
      }
      single |= each == '\'';
    }
    return single ? '"' : '\'';
  }

  /// Appends CPython's `repr` of bytes.
  ///
  /// @param most the length that `out` may have for more to be appended
  public static void appendQuoted(StringBuilder out, byte[] bytes, int most) {
    char quote = quoteFor(bytes);
    out.append('b').append(quote);
    for (int index = 0; index < bytes.length && out.length() < most; index++) {
      int each = bytes[index] & 0xFF;
      if (each < 0x7F) {
        append(out, each, quote);
      } else {
        HEX.toHexDigits(out.append("\\x"), (byte) each);
      }
    }
    out.append(quote);
  }

  private static char quoteFor(byte[] bytes) {
    boolean single = false;
    for (byte each : bytes) {
      if (each == '"') {
        return '\'';
      }
      single |= each == '\'';
    }
    return single ? '"' : '\'';
  }

  private static void append(StringBuilder out, int point, char quote) {
    switch (point) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (point == quote && quote != NO_QUOTE) {
          out.append('\\').append(quote);
        } else if (isPrintable(point)) {
          out.appendCodePoint(point);
        } else {
          appendNumber(out, point);
        }
      }
    }
  }

  private static void appendNumber(StringBuilder out, int point) {
    if (point < 0x100) {
      HEX.toHexDigits(out.append("\\x"), (byte) point);
    } else if (point <= Character.MAX_VALUE) {
      out.append("\\u").append(HEX.toHexDigits((char) point));
    } else {
      out.append("\\U").append(HEX.toHexDigits(point));
    }
  }

  /// CPython's `str.isprintable` of one character (PEP 3138).
  private static boolean isPrintable(int point) {
    if (point < 0x7F) {
      return point >= ' ';
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// A text of several lines for a terminal, which would take control characters for commands. Line
  /// feeds and tabulators stay.
  public static String printable(String text) {
    StringBuilder safe = null;
    for (int index = 0; index < text.length(); ) {
      int point = text.codePointAt(index);
      if (isCommand(point)) {
        safe = safe == null ? new StringBuilder(text.substring(0, index)) : safe;
        appendNumber(safe, point);
      } else if (safe != null) {
        safe.appendCodePoint(point);
      }
      index += Character.charCount(point);
    }
    return safe == null ? text : safe.toString();
  }

  /// Whether a terminal would do something else than show the character.
  public static boolean isCommand(int point) {
    if (point < 0x7F) {
      return point < ' ' && point != '\n' && point != '\t';
    }
    return Character.isISOControl(point)
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
        || isLineBreak(point)
        || isReordering(point);
  }

  private static boolean isLineBreak(int point) {
    return point == 0x2028 || point == 0x2029;
  }

  private static boolean isReordering(int point) {
    return point == 0x061C
        || point == 0x200E
        || point == 0x200F
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }
}
