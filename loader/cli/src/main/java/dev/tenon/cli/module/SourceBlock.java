// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.input.ArchivePlace;
import dev.tenon.input.BoundedFile;
import dev.tenon.input.Limit;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Cuts a definition out of a source file: from its head to the end of its block, which braces or
/// indentation mark. Braces in comments and texts are passed over.
final class SourceBlock {

  private static final int MOST_LINES = 2_000;

  /// How far above a line of its body the head of a definition is looked for.
  private static final int MOST_ABOVE = 30;

  /// What begins a statement of a body, or makes its brace that of a lambda.
  private static final Pattern STATEMENT =
      Pattern.compile(
          "^\\s*(?:if|for|while|do|switch|try|synchronized|return|throw|yield|case|default|var)\\b"
              + "|->\\s*\\{|=[^=]*\\{");

  private final List<String> lines;
  private final int given;

  private SourceBlock(List<String> lines, int line) {
    this.lines = lines;
    this.given = line - 1;
  }

  /// The text at a place; null if the file is not there or does not have the line. The first line
  /// of a script stands for the whole of it.
  static @Nullable String at(SourcePlace place) {
    List<String> lines = read(place.file());
    if (lines == null || place.line() > lines.size()) {
      return null;
    }
    SourceBlock block = new SourceBlock(lines, place.line());
    boolean isPython = place.file().endsWith(".py");
    if (place.line() == 1 && (isPython || place.file().endsWith(".js"))) {
      return String.join("\n", lines) + "\n";
    }
    int first = isPython ? block.decorated() : block.head();
    int last = isPython ? block.endOfIndented() : block.endOfBraces();
    return String.join("\n", lines.subList(first, Math.min(last, first + MOST_LINES))) + "\n";
  }

  private static @Nullable List<String> read(String file) {
    try {
      ArchivePlace place = ArchivePlace.of(file);
      if (place.inner() == null) {
        return textOf(BoundedFile.read(place.file(), Limit.SCRIPT)).lines().toList();
      }
      try (ZipFile jar = new ZipFile(place.file().toFile())) {
        ZipEntry entry = jar.getEntry(place.inner());
        return entry == null
            ? null
            : textOf(jar.getInputStream(entry).readNBytes(Limit.SCRIPT.most())).lines().toList();
      }
    } catch (IOException | InvalidPathException _) {
      return null;
    }
  }

  private static String textOf(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int decorated() {
    int first = given;
    while (first > 0 && lines.get(first - 1).startsWith("@")) {
      first--;
    }
    return first;
  }

  private int endOfIndented() {
    int last = given + 1;
    boolean isOpen = !isClosed(lines.get(given));
    for (int index = given + 1; index < lines.size(); index++) {
      String line = lines.get(index);
      if (line.isBlank()) {
        continue;
      }
      boolean isInside = Character.isWhitespace(line.charAt(0)) || isOpen || line.startsWith("#");
      if (!isInside) {
        break;
      }
      isOpen = isOpen && !isClosed(line);
      last = line.startsWith("#") ? last : index + 1;
    }
    return last;
  }

  /// Whether the head of a definition, which may go over several lines, ends here.
  private static boolean isClosed(String line) {
    return line.contains(":") || line.contains("=");
  }

  /// The first line of what a line belongs to: types above the name, comments above them, and for a
  /// line of a body the head of its block.
  private int head() {
    int first = given;
    if (depthBefore(given) > 0) {
      first = openerOf(given);
    }
    while (first > 0 && belongsToNext(lines.get(first - 1))) {
      first--;
    }
    return first;
  }

  /// Whether a line goes on in the next one.
  private static boolean belongsToNext(String line) {
    String text = line.strip();
    return !text.isEmpty()
        && !text.startsWith("#")
        && !text.endsWith(";")
        && !text.endsWith("{")
        && (!text.endsWith("}") || text.startsWith("//") || text.startsWith("*"));
  }

  /// 1 if a line of the body was given: the nearest line above with a brace that it does not close
  /// is the head of a method, which is in a class.
  private int depthBefore(int line) {
    String text = lines.get(line);
    boolean isHead = text.contains("{") && !STATEMENT.matcher(text).find();
    return isHead || openerOf(line) == line ? 0 : 1;
  }

  private int openerOf(int line) {
    boolean isHeadOfC = line + 1 < lines.size() && lines.get(line + 1).strip().startsWith("{");
    boolean isOutermost =
        !lines.get(line).isEmpty()
            && !lines.get(line).startsWith(" ")
            && !lines.get(line).startsWith("\t");
    if (isHeadOfC || isOutermost) {
      return line;
    }
    int open = 0;
    for (int index = line - 1; index >= Math.max(0, line - MOST_ABOVE); index--) {
      Braces braces = new Braces();
      braces.read(lines.get(index));
      open += braces.depth;
      if (open > 0) {
        return index;
      }
    }
    return line;
  }

  private int endOfBraces() {
    Braces braces = new Braces();
    for (int index = head(); index < lines.size(); index++) {
      braces.read(lines.get(index));
      if (braces.isOver) {
        return Math.max(index, given) + 1;
      }
    }
    return given + 1;
  }

  /// Counts braces.
  private static final class Braces {
    private int depth;
    private boolean hasOpened;
    private boolean isOver;
    private boolean inComment;

    void read(String line) {
      char quote = 0;
      for (int index = 0; index < line.length(); index++) {
        char each = line.charAt(index);
        char next = index + 1 < line.length() ? line.charAt(index + 1) : 0;
        if (inComment) {
          inComment = !(each == '*' && next == '/');
          index += inComment ? 0 : 1;
        } else if (quote != 0) {
          index += each == '\\' ? 1 : 0;
          quote = each == quote ? 0 : quote;
        } else if (each == '/' && next == '/') {
          return;
        } else if (each == '/' && next == '*') {
          inComment = true;
          index++;
        } else if (each == '"' || each == '\'' || each == '`') {
          quote = each;
        } else {
          count(each);
        }
      }
    }

    private void count(char each) {
      switch (each) {
        case '{' -> {
          depth++;
          hasOpened = true;
        }
        case '}' -> depth--;
        case ';' -> isOver |= !hasOpened;
        default -> {}
      }
      isOver |= hasOpened && depth <= 0;
    }
  }
}
