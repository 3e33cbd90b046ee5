package dev.tenon.nativeext;

import dev.tenon.error.TenonError;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The printed form of values: CPython's for those that modules exchange, else what the object says
/// of itself.
final class PrintedForm {

  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private PrintedForm() {}

  /// The form for developers.
  static String of(@Nullable Object value) {
    return new PrintedForm().print(value);
  }

  /// The form for users: an error is its message.
  static String ofContent(@Nullable Object value) {
    return value instanceof Throwable thrown
        ? Objects.requireNonNullElse(thrown.getMessage(), "")
        : of(value);
  }

  private String print(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case Double number -> number(number);
      case Float number -> number(number);
      case String text -> quoted(text);
      case byte[] bytes -> "b" + quotedBytes(bytes);
      case List<?> list -> nested(list, () -> items(list, "[", "]"), "[...]");
      case Map<?, ?> map -> nested(map, () -> entries(map), "{...}");
      case TenonError error -> "%s(%s)".formatted(error.typeName(), message(error));
      default ->
          value.getClass().isArray()
              ? nested(value, () -> items(itemsOf(value), "[", "]"), "[...]")
              : value.toString();
    };
  }

  private String message(TenonError error) {
    return error.getMessage() == null ? "" : print(error.getMessage());
  }

  private interface Content {
    String print();
  }

  private String nested(Object container, Content content, String whenInside) {
    if (!open.add(container)) {
      return whenInside;
    }
    try {
      return content.print();
    } finally {
      open.remove(container);
    }
  }

  private static List<?> itemsOf(Object array) {
    List<@Nullable Object> items = new ArrayList<>();
    for (int index = 0; index < Array.getLength(array); index++) {
      items.add(Array.get(array, index));
    }
    return items;
  }

  private String items(List<?> list, String before, String after) {
    return list.stream().map(this::print).collect(Collectors.joining(", ", before, after));
  }

  private String entries(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> print(entry.getKey()) + ": " + print(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String number(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return Double.toString(number).replace("E-", "e-").replace("E", "e+");
  }

  private static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder().append(quote);
    text.codePoints().forEach(point -> appendEscaped(out, point, quote));
    return out.append(quote).toString();
  }

  private static void appendEscaped(StringBuilder out, int point, char quote) {
    switch (point) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (point == quote) {
          out.append('\\').append(quote);
        } else if (point < ' ' || point == 0x7f) {
          out.append("\\x%02x".formatted(point));
        } else {
          out.appendCodePoint(point);
        }
      }
    }
  }

  private static String quotedBytes(byte[] bytes) {
    StringBuilder out = new StringBuilder("'");
    for (byte each : bytes) {
      int point = each & 0xFF;
      if (point >= 0x7f) {
        out.append("\\x%02x".formatted(point));
      } else {
        appendEscaped(out, point, '\'');
      }
    }
    return out.append('\'').toString();
  }
}
