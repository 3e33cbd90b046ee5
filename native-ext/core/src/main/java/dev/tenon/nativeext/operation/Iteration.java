// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.TypeError;
import dev.tenon.text.TypeNames;
import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Iterates over whatever can be iterated over.
final class Iteration {

  private Iteration() {}

  /// Whether a value that is no list, map, text or array can be iterated over.
  static boolean isPossible(@Nullable Object value) {
    return value instanceof Iterable || value instanceof Iterator || value instanceof BaseStream;
  }

  /// An iterator: over items, keys of a map, characters of a text.
  ///
  /// @throws TypeError if the value cannot be iterated over
  static Iterator<?> over(@Nullable Object value) {
    return switch (value) {
      case Iterator<?> iterator -> iterator;
      case Iterable<?> iterable -> iterable.iterator();
      case Map<?, ?> map -> map.keySet().iterator();
      case BaseStream<?, ?> stream -> stream.iterator();
      case String text -> text.codePoints().mapToObj(Character::toString).iterator();
      case null -> throw notIterable(null);
      default -> {
        if (!value.getClass().isArray()) {
          throw notIterable(value);
        }
        yield IntStream.range(0, Array.getLength(value))
            .mapToObj(index -> Array.get(value, index))
            .iterator();
      }
    };
  }

  private static TypeError notIterable(@Nullable Object value) {
    return new TypeError("'%s' object is not iterable".formatted(TypeNames.of(value)));
  }
}
