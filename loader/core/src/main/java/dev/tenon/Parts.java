package dev.tenon;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What kinds of modules keep for one interpreter.
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
}
