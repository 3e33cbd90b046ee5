// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import dev.tenon.error.kind.SyntaxError;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of a text in the small language, and a place among them.
final class Tokens {

  /// CPython's limit of nested brackets.
  private static final int DEEPEST = 200;

  /// What a word is.
  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    BYTES,
    SIGN,
    /// A line break outside brackets, or a semicolon.
    BREAK,
    END
  }

  /// @param text what is written there
  /// @param start its place in the whole text
  record Token(Kind kind, String text, int start) {}

  private static final Pattern SPACE = Pattern.compile("[ \\t\\f\\r]++|\\\\\\r?\\n|#[^\\n]*+");
  private static final Pattern NAME =
      Pattern.compile("[\\p{javaUnicodeIdentifierStart}_]\\p{javaUnicodeIdentifierPart}*");
  private static final Pattern NUMBER =
      Pattern.compile("0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");
  private static final String SIGNS = "()[]{}.,:=*-+";

  private final String text;
  private final String origin;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  /// @throws SyntaxError if a character begins no word
  Tokens(String text, String origin) {
    this.text = text;
    this.origin = origin;
    split();
  }

  private void split() {
    Matcher matcher = SPACE.matcher(text);
    int at = 0;
    int depth = 0;
    while (at < text.length()) {
      matcher.region(at, text.length());
      char each = text.charAt(at);
      if (matcher.usePattern(SPACE).lookingAt()) {
        at = matcher.end();
      } else if (each == '\n' || each == ';') {
        if (depth == 0 || each == ';') {
          tokens.add(new Token(Kind.BREAK, "", at));
        }
        at++;
      } else {
        depth += "([{".indexOf(each) >= 0 ? 1 : ")]}".indexOf(each) >= 0 ? -1 : 0;
        if (depth > DEEPEST) {
          throw wrong(at, "too many nested parentheses");
        }
        tokens.add(word(matcher, at));
        at += tokens.getLast().text().length();
      }
    }
    tokens.add(new Token(Kind.END, "", text.length()));
  }

  private Token word(Matcher matcher, int at) {
    boolean isBytes = text.charAt(at) == 'b';
    int end = endOfQuoted(isBytes ? at + 1 : at);
    if (end > 0) {
      return new Token(isBytes ? Kind.BYTES : Kind.TEXT, text.substring(at, end), at);
    }
    if (matcher.usePattern(NUMBER).lookingAt()) {
      return new Token(Kind.NUMBER, matcher.group(), at);
    }
    if (matcher.usePattern(NAME).lookingAt()) {
      return new Token(Kind.NAME, matcher.group(), at);
    }
    if (SIGNS.indexOf(text.charAt(at)) < 0) {
      throw wrong(
          at,
          "\"'".indexOf(text.charAt(at)) >= 0
              ? "unterminated string literal"
              : "found %s, expected a name, a number, a text in quotes or a call such as next()"
                  .formatted(Escapes.quoted(Character.toString(text.codePointAt(at)))));
    }
    return new Token(Kind.SIGN, text.substring(at, at + 1), at);
  }

  /// Where a text in quotes ends; -1 if none begins there or it does not end. A regular expression
  /// would need stack space for each character.
  private int endOfQuoted(int start) {
    if (start >= text.length() || "\"'".indexOf(text.charAt(start)) < 0) {
      return -1;
    }
    String quote = text.substring(start, start + 1);
    boolean isLong = text.startsWith(quote.repeat(3), start);
    if (isLong) {
      quote = quote.repeat(3);
    }
    int at = start + quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      if (text.charAt(at) == '\n' && !isLong) {
        return -1;
      }
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at < text.length() ? at + quote.length() : -1;
  }

  /// The text from the start of one word to the end of the last that was taken.
  String textFrom(Token first) {
    Token last = tokens.get(next - 1);
    return text.substring(first.start(), last.start() + last.text().length());
  }

  Token peek() {
    return tokens.get(next);
  }

  Token take() {
    return tokens.get(next == tokens.size() - 1 ? next : next++);
  }

  /// Takes the next word if it is this sign or name.
  boolean takeIf(String wanted) {
    boolean isNext = isNext(wanted);
    next += isNext ? 1 : 0;
    return isNext;
  }

  boolean isNext(String wanted) {
    Token token = peek();
    return (token.kind() == Kind.SIGN || token.kind() == Kind.NAME) && token.text().equals(wanted);
  }

  /// Takes a word of this kind.
  ///
  /// @param expected what to call it in the error
  /// @throws SyntaxError if the next word is none
  Token take(Kind kind, String expected) {
    if (peek().kind() != kind) {
      throw unexpected(expected);
    }
    return take();
  }

  /// Takes this sign or name.
  ///
  /// @throws SyntaxError if the next word is another
  void expect(String wanted) {
    if (!takeIf(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
  }

  SyntaxError refused(String message) {
    return wrong(peek().start(), message);
  }

  SyntaxError unexpected(String expected) {
    Token token = peek();
    String found =
        switch (token.kind()) {
          case END -> "the end";
          case BREAK -> "the end of the statement";
          default -> "'" + token.text() + "'";
        };
    return wrong(token.start(), "found %s, expected %s".formatted(found, expected));
  }

  private SyntaxError wrong(int at, String message) {
    String before = text.substring(0, at);
    int line = (int) before.chars().filter(each -> each == '\n').count() + 1;
    int column = at - before.lastIndexOf('\n');
    return new SyntaxError(message, origin, line, column, null);
  }
}
