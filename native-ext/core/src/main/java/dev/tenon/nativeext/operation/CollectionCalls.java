// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What C asks about lists, maps and iterators: `tenon/collection.h`.
final class CollectionCalls {

  private CollectionCalls() {}

  static void newList(Request request) {
    request.put(2, new ArrayList<>(Arrays.asList(request.values(0))));
  }

  static void newMap(Request request) {
    request.put(0, new LinkedHashMap<>());
  }

  static void length(Request request) {
    request.put(1, Sized.length(request.get(0)));
  }

  static void getItem(Request request) {
    request.put(2, Items.of(request.get(0), "is not subscriptable").get(request.get(1)));
  }

  static void setItem(Request request) {
    Object target = request.get(0);
    changing(
        target,
        () ->
            Items.of(target, "does not support item assignment")
                .set(request.get(1), request.get(2)));
  }

  static void deleteItem(Request request) {
    Object target = request.get(0);
    changing(
        target, () -> Items.of(target, "doesn't support item deletion").delete(request.get(1)));
  }

  @SuppressWarnings("unchecked") // a host that hands out a list lets modules add to it
  static void append(Request request) {
    Object target = request.get(0);
    if (!(target instanceof List<?> list)) {
      throw new TypeError(
          "expected a list to append to, found '%s'".formatted(TypeNames.of(target)));
    }
    changing(target, () -> ((List<@Nullable Object>) list).add(request.get(1)));
  }

  private static void changing(@Nullable Object target, Runnable change) {
    try {
      change.run();
    } catch (UnsupportedOperationException e) {
      throw new TypeError(
          "'%s' object cannot be changed: the host made it unmodifiable"
              .formatted(TypeNames.of(target)),
          e);
    }
  }

  static void contains(Request request) {
    Object target = request.get(0);
    Object key = request.get(1);
    request.put(
        2, target instanceof Map<?, ?> map ? Keys.find(map, key) != null : has(target, key));
  }

  private static boolean has(@Nullable Object target, @Nullable Object wanted) {
    if (target instanceof String text && wanted instanceof String part) {
      return text.contains(part);
    }
    Iterator<?> items = Iteration.over(target);
    while (items.hasNext()) {
      if (Objects.deepEquals(Keys.widened(items.next()), wanted)) {
        return true;
      }
    }
    return false;
  }

  static void iterate(Request request) {
    request.put(1, Iteration.over(request.get(0)));
  }

  static void next(Request request) {
    Object iterator = request.get(0);
    if (!(iterator instanceof Iterator<?> items)) {
      throw new TypeError("'%s' object is not an iterator".formatted(TypeNames.of(iterator)));
    }
    try {
      boolean more = items.hasNext();
      request.put(1, more);
      request.put(2, more ? items.next() : null);
    } catch (ConcurrentModificationException e) {
      throw new RuntimeError("the collection changed size during iteration", e);
    }
  }
}
