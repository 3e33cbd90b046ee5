// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import java.util.Optional;

/// How names are written in a lock file, so that each stands on one line and no space at an end is
/// lost: control characters, what reorders text, backslashes and outer spaces are escapes.
final class LockText {

  private LockText() {}

  /// Writes a name.
  static String escape(String name) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < name.length(); index++) {
      char each = name.charAt(index);
      boolean isOuterSpace = each == ' ' && (index == 0 || index == name.length() - 1);
      if (each == '\\') {
        text.append("\\\\");
      } else if (isOuterSpace || isUnprintable(each)) {
        text.append("\\u%04x".formatted((int) each));
      } else {
        text.append(each);
      }
    }
    return text.toString();
  }

  /// Writes the name of a module, which has no spaces and commas then.
  static String escapeModule(String name) {
    String text = escape(name).replace(" ", "\\u0020").replace(",", "\\u002c");
    return text.isEmpty() || text.equals(LockEntry.NO_MODULE) ? "\\u002d" : text;
  }

  private static boolean isUnprintable(char each) {
    return switch (Character.getType(each)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      // Halves of a character beyond 16 bits are rare, and simpler as two escapes.
      default -> Character.isSurrogate(each) || (each != ' ' && Character.isSpaceChar(each));
    };
  }

  /// Reads a name.
  ///
  /// @return empty if an escape is none
  static Optional<String> unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return Optional.of(text);
    }
    StringBuilder name = new StringBuilder();
    for (int index = 0; index < text.length(); index++) {
      char each = text.charAt(index);
      if (each != '\\') {
        name.append(each);
      } else if (text.startsWith("\\\\", index)) {
        name.append('\\');
        index++;
      } else {
        int value = text.startsWith("\\u", index) ? number(text, index + 2) : -1;
        if (value < 0) {
          return Optional.empty();
        }
        name.append((char) value);
        index += 5;
      }
    }
    return Optional.of(name.toString());
  }

  private static int number(String text, int start) {
    int value = 0;
    for (int index = start; index < start + 4; index++) {
      int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
