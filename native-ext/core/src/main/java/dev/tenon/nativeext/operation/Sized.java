// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.TypeError;
import dev.tenon.text.TypeNames;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The length of what has one.
final class Sized {

  private Sized() {}

  /// Whether a value that is no list, text or array has a length.
  static boolean isPossible(@Nullable Object value) {
    return value instanceof Collection || value instanceof Map;
  }

  /// The number of items, entries, characters or bytes.
  ///
  /// @throws TypeError if the value has no length
  static long length(@Nullable Object value) {
    return switch (value) {
      case Collection<?> items -> items.size();
      case Map<?, ?> map -> map.size();
      case String text -> text.codePointCount(0, text.length());
      case null -> throw none(null);
      default -> {
        if (!value.getClass().isArray()) {
          throw none(value);
        }
        yield Array.getLength(value);
      }
    };
  }

  private static TypeError none(@Nullable Object value) {
    return new TypeError("object of type '%s' has no len()".formatted(TypeNames.of(value)));
  }
}
