// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.text.Repr;
import dev.tenon.text.TypeNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Items of lists and maps, with Python's rules for indexes below 0.
final class Items {

  private Items() {}

  static @Nullable Object get(@Nullable Object object, @Nullable Object key) {
    return switch (object) {
      case List<?> list -> list.get(index(list, key));
      case Map<?, ?> map -> checked(map, key).get(key);
      case null, default -> throw none(object);
    };
  }

  @SuppressWarnings("unchecked") // Values of modules take any values.
  static void set(@Nullable Object object, @Nullable Object key, @Nullable Object value) {
    switch (object) {
      case List<?> list -> ((List<@Nullable Object>) list).set(index(list, key), value);
      case Map<?, ?> map -> ((Map<@Nullable Object, @Nullable Object>) map).put(key, value);
      case null, default -> throw none(object);
    }
  }

  static void delete(@Nullable Object object, @Nullable Object key) {
    switch (object) {
      case List<?> list -> list.remove(index(list, key));
      case Map<?, ?> map -> checked(map, key).remove(key);
      case null, default -> throw none(object);
    }
  }

  private static int index(List<?> list, @Nullable Object key) {
    if (!(key instanceof Long wanted)) {
      throw new TypeError("list indices must be integers, not " + TypeNames.of(key));
    }
    long index = wanted < 0 ? wanted + list.size() : wanted;
    if (index < 0 || index >= list.size()) {
      throw new IndexError("list index out of range");
    }
    return (int) index;
  }

  private static Map<?, ?> checked(Map<?, ?> map, @Nullable Object key) {
    if (!map.containsKey(key)) {
      throw new KeyError(Repr.of(key), key);
    }
    return map;
  }

  private static TypeError none(@Nullable Object object) {
    return new TypeError("'%s' object is not subscriptable".formatted(TypeNames.of(object)));
  }
}
