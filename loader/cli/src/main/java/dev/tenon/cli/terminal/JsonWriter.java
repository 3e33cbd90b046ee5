// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import dev.tenon.input.Escapes;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes maps, lists, texts, numbers and truth values as JSON (RFC 8259), indented by two spaces.
/// Numbers that JSON lacks are null.
public final class JsonWriter {

  private final StringBuilder text = new StringBuilder();

  private JsonWriter() {}

  /// The JSON text of a value, with a line break at its end. Anything of another type is written as
  /// its own text.
  public static String write(@Nullable Object value) {
    JsonWriter writer = new JsonWriter();
    writer.add(value, "\n");
    return writer.text.append('\n').toString();
  }

  private void add(@Nullable Object value, String line) {
    switch (value) {
      case null -> text.append("null");
      case Boolean bool -> text.append(bool);
      case Double number when !Double.isFinite(number) -> text.append("null");
      case Number number -> text.append(number);
      case Map<?, ?> map -> addMap(map, line);
      case Iterable<?> items -> addList(items, line);
      default -> addText(value.toString());
    }
  }

  private void addMap(Map<?, ?> map, String line) {
    String separator = "";
    text.append('{');
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator).append(line).append("  ");
      addText(String.valueOf(entry.getKey()));
      text.append(": ");
      add(entry.getValue(), line + "  ");
      separator = ",";
    }
    text.append(map.isEmpty() ? "}" : line + "}");
  }

  private void addList(Iterable<?> items, String line) {
    Iterator<?> rest = items.iterator();
    String end = rest.hasNext() ? line + "]" : "]";
    text.append('[');
    while (rest.hasNext()) {
      text.append(line).append("  ");
      add(rest.next(), line + "  ");
      text.append(rest.hasNext() ? "," : "");
    }
    text.append(end);
  }

  private void addText(String value) {
    text.append('"');
    for (int index = 0; index < value.length(); index++) {
      char each = value.charAt(index);
      switch (each) {
        case '"', '\\' -> text.append('\\').append(each);
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        default -> {
          if (Character.isSurrogate(each) ? isLonely(value, index) : Escapes.isCommand(each)) {
            text.append("\\u%04x".formatted((int) each));
          } else {
            text.append(each);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isLonely(String value, int index) {
    boolean pairedAfter =
        index + 1 < value.length()
            && Character.isSurrogatePair(value.charAt(index), value.charAt(index + 1));
    boolean pairedBefore =
        index > 0 && Character.isSurrogatePair(value.charAt(index - 1), value.charAt(index));
    return !pairedAfter && !pairedBefore;
  }
}
