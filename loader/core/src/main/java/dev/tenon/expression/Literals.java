// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values that are written out.
final class Literals {

  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})|(\\r?\\n)|(.))");

  private Literals() {}

  static List<@Nullable Object> list(List<Value> items, Scope scope) throws Exception {
    List<@Nullable Object> list = new ArrayList<>();
    for (Value item : items) {
      list.add(item.in(scope));
    }
    return list;
  }

  static Map<@Nullable Object, @Nullable Object> map(Map<Value, Value> entries, Scope scope)
      throws Exception {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<Value, Value> entry : entries.entrySet()) {
      map.put(entry.getKey().in(scope), entry.getValue().in(scope));
    }
    return map;
  }

  /// @throws dev.tenon.error.kind.SyntaxError if the number is greater than modules can take
  static Object number(String word, boolean isNegative, Tokens tokens) {
    String sign = isNegative ? "-" : "";
    try {
      if (word.startsWith("0x") || word.startsWith("0X")) {
        return Long.parseLong(sign + word.substring(2), 16);
      }
      if (word.chars().allMatch(Character::isDigit)) {
        return Long.parseLong(sign + word);
      }
      return Double.parseDouble(sign + word);
    } catch (NumberFormatException _) {
      throw tokens.unexpected("an integer of 64 bits before it, not " + sign + word);
    }
  }

  static byte[] bytes(String word) {
    return text(word.substring(1)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The text between the quotes.
  static String text(String word) {
    boolean isLong = word.startsWith("\"\"\"") || word.startsWith("'''");
    int quotes = isLong && word.length() >= 6 ? 3 : 1;
    String content = word.substring(quotes, word.length() - quotes);
    return ESCAPE
        .matcher(content)
        .replaceAll(found -> {
          for (int group = 1; group <= 3; group++) {
            String digits = found.group(group);
            if (digits != null) {
              return Matcher.quoteReplacement(Character.toString(Integer.parseInt(digits, 16)));
            }
          }
          return Matcher.quoteReplacement(simple(found.group(5)));
        });
  }

  private static String simple(@Nullable String letter) {
    return switch (letter) {
      case null -> ""; // a line break behind a backslash is none
      case "n" -> "\n";
      case "t" -> "\t";
      case "r" -> "\r";
      case "0" -> "\0";
      case "\\", "'", "\"" -> letter;
      default -> "\\" + letter;
    };
  }
}
