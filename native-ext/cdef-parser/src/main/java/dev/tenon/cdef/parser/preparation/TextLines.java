// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import dev.tenon.input.Escapes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a file as the preprocessor divides it: directives, and the lines between them, in
/// preprocessing tokens. What the parser would pass over in silence, a comment or a conditional
/// without an end, is a flaw here.
public final class TextLines {

  private static final Pattern BLANK = Pattern.compile("(?:[ \\t\\f\\x0B]|\\\\\\n)+");
  private static final Pattern LINE_COMMENT = Pattern.compile("//(?:\\\\\\n|[^\\n])*");

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:L|u8|u|U)?\"(?:\\\\[\\s\\S]|[^\"\\\\\\n])*+\"?"
              + "|(?:L|u|U)?'(?:\\\\[\\s\\S]|[^'\\\\\\n])*+'?"
              + "|[A-Za-z_$][\\w$]*+"
              + "|\\.?\\d(?:[eEpP][+-]|[\\w.])*+"
              + "|##|\\.\\.\\.|[\\s\\S]");

  /// A preprocessing token.
  ///
  /// @param offset where it begins in the text
  record Token(String text, int offset) {}

  /// A directive, or the tokens between two directives.
  ///
  /// @param tokens those of a directive begin behind the `#`
  record Line(boolean isDirective, List<Token> tokens) {
    /// The name of a directive; empty for other lines.
    String directive() {
      return isDirective && !tokens.isEmpty() ? tokens.getFirst().text() : "";
    }
  }

  /// Something that has no end.
  ///
  /// @param offset where it begins in the text
  public record Flaw(int offset, String message) {}

  private final String text;
  private final List<Line> lines = new ArrayList<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private List<Token> current = new ArrayList<>();
  private boolean inDirective;
  private boolean atStart = true;
  private int next;

  private TextLines(String text) {
    this.text = text;
  }

  /// Divides a text, whose lines end with U+000A.
  public static TextLines of(String text) {
    TextLines lines = new TextLines(text);
    lines.read();
    lines.checkConditionals();
    return lines;
  }

  List<Line> lines() {
    return lines;
  }

  public List<Flaw> flaws() {
    return flaws;
  }

  private void read() {
    Matcher blank = BLANK.matcher(text);
    Matcher comment = LINE_COMMENT.matcher(text);
    Matcher token = TOKEN.matcher(text);
    while (next < text.length()) {
      if (text.charAt(next) == '\n') {
        endLine();
      } else if (blank.region(next, text.length()).lookingAt()) {
        next = blank.end();
      } else if (comment.region(next, text.length()).lookingAt()) {
        next = comment.end();
      } else if (text.startsWith("/*", next)) {
        skipComment();
      } else if (token.region(next, text.length()).lookingAt()) {
        add(new Token(token.group(), next));
        next = token.end();
      }
    }
    endLine();
    finish();
  }

  private void skipComment() {
    int end = text.indexOf("*/", next + 2);
    if (end < 0) {
      flaws.add(new Flaw(next, "the comment that begins here has no end; expected '*/'"));
    }
    next = end < 0 ? text.length() : end + 2;
  }

  private void add(Token token) {
    if (atStart && token.text().equals("#")) {
      finish();
      inDirective = true;
    } else {
      current.add(token);
    }
    atStart = false;
  }

  private void endLine() {
    next++;
    atStart = true;
    if (inDirective) {
      finish();
    }
  }

  private void finish() {
    if (!current.isEmpty()) {
      lines.add(new Line(inDirective, current));
      current = new ArrayList<>();
    }
    inDirective = false;
  }

  private void checkConditionals() {
    Deque<Token> open = new ArrayDeque<>();
    Deque<Boolean> elses = new ArrayDeque<>();
    for (Line line : lines) {
      switch (line.directive()) {
        case "if", "ifdef", "ifndef" -> {
          open.push(line.tokens().getFirst());
          elses.push(false);
        }
        case "elif", "elifdef", "elifndef", "else" -> {
          Token token = line.tokens().getFirst();
          if (open.isEmpty()) {
            flaws.add(alone(token));
          } else if (elses.element()) {
            flaws.add(
                new Flaw(
                    token.offset(),
                    "'#%s' follows the '#else' of its '#if'".formatted(token.text())));
          } else if (token.text().equals("else")) {
            elses.pop();
            elses.push(true);
          }
        }
        case "endif" -> {
          if (open.isEmpty()) {
            flaws.add(alone(line.tokens().getFirst()));
          } else {
            open.pop();
            elses.pop();
          }
        }
        default -> {
          // It is no conditional.
        }
      }
    }
    open.forEach(token ->
        flaws.add(
            new Flaw(
                token.offset(),
                "the '#%s' that begins here has no end; expected '#endif'"
                    .formatted(Escapes.inline(token.text())))));
  }

  private static Flaw alone(Token token) {
    return new Flaw(
        token.offset(), "'#%s' has no '#if' before it; remove it".formatted(token.text()));
  }
}
