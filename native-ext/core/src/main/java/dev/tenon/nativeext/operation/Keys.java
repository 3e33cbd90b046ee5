// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the keys of C in maps of the host. C has one type of integers, a host several.
final class Keys {

  private Keys() {}

  /// The entry of a key, under an equal number of another type if need be.
  static Map.@Nullable Entry<?, ?> find(Map<?, ?> map, @Nullable Object key) {
    if (map.containsKey(key)) {
      return entry(map, key);
    }
    if (key instanceof Long number && number == number.intValue()) {
      Integer narrow = number.intValue();
      return map.containsKey(narrow) ? entry(map, narrow) : null;
    }
    return null;
  }

  private static Map.Entry<?, ?> entry(Map<?, ?> map, @Nullable Object key) {
    return new java.util.AbstractMap.SimpleImmutableEntry<@Nullable Object, @Nullable Object>(
        key, map.get(key));
  }

  /// A number as C sees it.
  static @Nullable Object widened(@Nullable Object value) {
    return switch (value) {
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> number.doubleValue();
      case null, default -> value;
    };
  }
}
