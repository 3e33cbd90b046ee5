// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

/// Whether a text ends within brackets, a long text, a comment, or behind a backslash, so that more
/// has to follow. Quotes and comments are those of the language; nothing else of it is read.
final class Nesting {

  /// How comments and long texts look.
  enum Style {
    /// `#`, and texts in three quotes: Python and the small language.
    HASH,
    /// `//` and `/* */`, and texts in backticks: JavaScript.
    SLASHES
  }

  private final String text;
  private final Style style;
  private int at;
  private int depth;
  private boolean unfinished;
  private boolean block;
  private char last;

  private Nesting(String text, Style style) {
    this.text = text;
    this.style = style;
  }

  static Nesting of(String text, Style style) {
    Nesting nesting = new Nesting(text, style);
    nesting.read();
    return nesting;
  }

  /// Whether the text goes on.
  boolean isOpen() {
    return unfinished || depth > 0;
  }

  /// Whether a line outside brackets ends with a colon, which begins a block of Python.
  boolean hasBlock() {
    return block;
  }

  private void read() {
    while (at < text.length()) {
      char each = text.charAt(at);
      if (each == '"' || each == '\'' || (each == '`' && style == Style.SLASHES)) {
        last = each;
        skipText();
      } else if (text.startsWith(style == Style.HASH ? "#" : "//", at)) {
        skipTo("\n");
      } else if (style == Style.SLASHES && text.startsWith("/*", at)) {
        at += 2;
        unfinished = !skipTo("*/");
        at += 2;
      } else {
        readCode(each);
        at++;
      }
    }
    endLine();
  }

  private void readCode(char each) {
    switch (each) {
      case '(', '[', '{' -> depth++;
      case ')', ']', '}' -> depth--;
      case '\\' -> unfinished |= at + 1 == text.length();
      case '\n' -> endLine();
      default -> {}
    }
    if (!Character.isWhitespace(each)) {
      last = each;
    }
  }

  private void endLine() {
    block |= last == ':' && depth == 0;
    last = ' ';
  }

  private void skipText() {
    String quote = text.substring(at, at + 1);
    boolean isLong = quote.equals("`");
    if (style == Style.HASH && text.startsWith(quote.repeat(3), at)) {
      quote = quote.repeat(3);
      isLong = true;
    }
    at += quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      if (text.charAt(at) == '\n' && !isLong) {
        return; // the language itself says what is wrong with that
      }
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    unfinished |= isLong && at >= text.length();
    at += quote.length();
  }

  private boolean skipTo(String end) {
    int found = text.indexOf(end, at);
    at = found < 0 ? text.length() : found;
    return found >= 0;
  }
}
