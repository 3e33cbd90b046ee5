// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.util.Set;

/// The attributes that modules have themselves, or are asked for. Nothing of a C library may take
/// their place.
public final class OwnNames {

  private static final Set<String> ALL =
      Set.of(
          "__all__",
          "__builtins__",
          "__cached__",
          "__call__",
          "__class__",
          "__delattr__",
          "__dict__",
          "__dir__",
          "__doc__",
          "__file__",
          "__getattr__",
          "__impl_module__",
          "__import__",
          "__init__",
          "__loader__",
          "__module__",
          "__name__",
          "__package__",
          "__path__",
          "__qualname__",
          "__self__",
          "__setattr__",
          "__spec__");

  private OwnNames() {}

  /// Whether a name is one of them.
  public static boolean contains(String name) {
    return ALL.contains(name);
  }
}
