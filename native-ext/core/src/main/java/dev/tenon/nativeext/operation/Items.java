// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.IndexError;
import dev.tenon.error.kind.KeyError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.text.Repr;
import dev.tenon.text.TypeNames;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Items of lists, arrays and maps by index or key.
sealed interface Items {

  @Nullable Object get(@Nullable Object key);

  void set(@Nullable Object key, @Nullable Object value);

  void delete(@Nullable Object key);

  /// The items of a value.
  ///
  /// @param problem the end of the sentence if it has none
  /// @throws TypeError if it has none
  @SuppressWarnings("unchecked") // a host that hands out a collection lets modules change it
  static Items of(@Nullable Object value, String problem) {
    return switch (value) {
      case List<?> list -> new OfList((List<@Nullable Object>) list);
      case Map<?, ?> map -> new OfMap((Map<@Nullable Object, @Nullable Object>) map);
      case null -> throw none(null, problem);
      default -> {
        if (!value.getClass().isArray()) {
          throw none(value, problem);
        }
        yield new OfArray(value);
      }
    };
  }

  private static TypeError none(@Nullable Object value, String problem) {
    return new TypeError("'%s' object %s".formatted(TypeNames.of(value), problem));
  }

  private static int index(@Nullable Object key, int length, String problem) {
    if (!(key instanceof Long number)) {
      throw new TypeError(
          "list indices must be integers or slices, not %s".formatted(TypeNames.of(key)));
    }
    long position = number < 0 ? number + length : number;
    if (position < 0 || position >= length) {
      throw new IndexError(problem + " index out of range");
    }
    return (int) position;
  }

  /// Those of a list.
  record OfList(List<@Nullable Object> list) implements Items {
    @Override
    public @Nullable Object get(@Nullable Object key) {
      return list.get(index(key, list.size(), "list"));
    }

    @Override
    public void set(@Nullable Object key, @Nullable Object value) {
      list.set(index(key, list.size(), "list assignment"), value);
    }

    @Override
    public void delete(@Nullable Object key) {
      list.remove(index(key, list.size(), "list assignment"));
    }
  }

  /// Those of a map.
  record OfMap(Map<@Nullable Object, @Nullable Object> map) implements Items {
    @Override
    public @Nullable Object get(@Nullable Object key) {
      return entry(key).getValue();
    }

    @Override
    public void set(@Nullable Object key, @Nullable Object value) {
      Map.Entry<?, ?> known = Keys.find(map, key);
      map.put(known == null ? key : known.getKey(), value);
    }

    @Override
    public void delete(@Nullable Object key) {
      map.remove(entry(key).getKey());
    }

    private Map.Entry<?, ?> entry(@Nullable Object key) {
      Map.Entry<?, ?> known = Keys.find(map, key);
      if (known == null) {
        throw new KeyError(Repr.of(key), key);
      }
      return known;
    }
  }

  /// Those of an array, whose length is fixed.
  record OfArray(Object array) implements Items {
    @Override
    public @Nullable Object get(@Nullable Object key) {
      return Array.get(array, index(key, Array.getLength(array), "list"));
    }

    @Override
    public void set(@Nullable Object key, @Nullable Object value) {
      int index = index(key, Array.getLength(array), "list assignment");
      try {
        Array.set(array, index, value);
      } catch (IllegalArgumentException e) {
        throw new TypeError(
            "an array of %s cannot hold '%s'"
                .formatted(array.getClass().getComponentType().getName(), TypeNames.of(value)),
            e);
      }
    }

    @Override
    public void delete(@Nullable Object key) {
      throw new TypeError(
          "%s object doesn't support item deletion".formatted(Escapes.quoted("array")));
    }
  }
}
