// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the interpreter's accounts and the kinds of modules keep for one interpreter. Any thread
/// may use it.
final class Parts {

  private final Map<Class<?>, Object> all = new HashMap<>(2);

  /// The part of a type, made if there is none.
  synchronized <T> T get(Class<T> type, Supplier<T> maker) {
    Object known = all.get(type);
    if (known == null) {
      known = maker.get();
      all.put(type, known);
    }
    return type.cast(known);
  }

  /// The part of a type; null if nobody asked for it to be made.
  synchronized <T> @Nullable T find(Class<T> type) {
    return type.cast(all.get(type));
  }
}
