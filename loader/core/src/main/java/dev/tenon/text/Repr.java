// SPDX-License-Identifier: Apache-2.0
package dev.tenon.text;

import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import dev.tenon.input.Limit;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The printed form of values: CPython's `repr` for those that modules exchange, `toString` of
/// anything else. It takes time and room in proportion to its length, and ends with `...` at the
/// limit; a container within itself, or too deep, is `[...]` or `{...}`.
public final class Repr {

  private static final int MOST = Limit.PRINTED_FORM.most();

  private final StringBuilder out = new StringBuilder();
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private Repr() {}

  /// The printed form of a value.
  public static String of(@Nullable Object value) {
    Repr repr = new Repr();
    repr.append(value);
    return repr.isFull() ? repr.out.substring(0, MOST) + "..." : repr.out.toString();
  }

  private boolean isFull() {
    return out.length() > MOST;
  }

  private void append(@Nullable Object value) {
    switch (value) {
      case null -> out.append("None");
      case Boolean flag -> out.append(flag ? "True" : "False");
      case Double number -> out.append(number(number));
      case Float number -> out.append(number(number));
      case CharSequence text -> Escapes.appendQuoted(out, text, MOST + 1);
      case byte[] bytes -> Escapes.appendQuoted(out, bytes, MOST + 1);
      case List<?> list -> appendNested(list, '[', ']', () -> appendItems(list.iterator()));
      case Map<?, ?> map -> appendNested(map, '{', '}', () -> appendEntries(map));
      case TenonError error -> appendError(error);
      default -> appendOther(value);
    }
  }

  private void appendOther(Object value) {
    if (value.getClass().isArray()) {
      appendNested(value, '[', ']', () -> appendItems(itemsOf(value)));
    } else {
      String text = value.toString();
      out.append(text, 0, Math.min(text.length(), MOST + 1));
    }
  }

  private void appendError(TenonError error) {
    out.append(error.typeName()).append('(');
    if (error.getMessage() != null) {
      append(error.getMessage());
    }
    out.append(')');
  }

  private void appendNested(Object container, char before, char after, Runnable content) {
    out.append(before);
    if (open.size() >= Limit.PRINTED_DEPTH.most() || !open.add(container)) {
      out.append("...").append(after);
      return;
    }
    content.run();
    open.remove(container);
    out.append(after);
  }

  private static Iterator<?> itemsOf(Object array) {
    return new Iterator<@Nullable Object>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < Array.getLength(array);
      }

      @Override
      public @Nullable Object next() {
        return Array.get(array, next++);
      }
    };
  }

  private void appendItems(Iterator<?> items) {
    while (items.hasNext() && !isFull()) {
      append(items.next());
      out.append(items.hasNext() ? ", " : "");
    }
  }

  private void appendEntries(Map<?, ?> map) {
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext() && !isFull()) {
      Map.Entry<?, ?> entry = entries.next();
      append(entry.getKey());
      out.append(": ");
      append(entry.getValue());
      out.append(entries.hasNext() ? ", " : "");
    }
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
}
