// SPDX-License-Identifier: Apache-2.0
package dev.tenon.access;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The grants that types of the API have given, one of each kind. Any thread may use it.
public final class Grants {

  private static final Map<Class<?>, Object> GIVEN = new ConcurrentHashMap<>();

  private Grants() {}

  /// Gives a grant; called once, when the class of the giver is initialized.
  ///
  /// @throws IllegalStateException if there is one of the kind already
  public static <T> void give(Class<T> kind, T grant) {
    if (GIVEN.putIfAbsent(kind, grant) != null) {
      throw new IllegalStateException("a second grant of the kind " + kind.getSimpleName());
    }
  }

  /// Takes a grant. Callers keep it in a constant.
  ///
  /// @param giver the class that gives it; initialized if it is not yet
  /// @throws IllegalStateException if that class gives none of the kind
  public static Object take(Class<?> kind, Class<?> giver) {
    try {
      MethodHandles.lookup().ensureInitialized(giver);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the class %s is not public".formatted(giver.getName()), e);
    }
    Object grant = GIVEN.get(kind);
    if (grant == null) {
      throw new IllegalStateException(
          "%s gives no grant of the kind %s".formatted(giver.getName(), kind.getSimpleName()));
    }
    return grant;
  }
}
