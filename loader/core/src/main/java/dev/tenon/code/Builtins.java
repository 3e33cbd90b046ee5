// SPDX-License-Identifier: Apache-2.0
package dev.tenon.code;

import dev.tenon.error.kind.NameError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks builtins up: for bare names that the globals do not have, and for the `__import__` of
/// import statements, by one rule. What the globals name as `__builtins__` counts, else the
/// builtins of the interpreter. Builtins are a module everywhere, so its properties and
/// `__getattr__` count as well, also if the globals name its raw namespace.
final class Builtins {

  private Builtins() {}

  /// The interpreter that the current thread has entered.
  static @Nullable ModuleOwner currentOwner() {
    return ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
  }

  /// A builtin or `fallback`.
  ///
  /// @param named what the globals have as `__builtins__`
  /// @param owner whose builtins count when the globals name none
  static @Nullable Object find(
      @Nullable Object named, @Nullable ModuleOwner owner, String name, @Nullable Object fallback) {
    return switch (named) {
      case ModuleObject module -> module.getBare(name, fallback);
      case Map<?, ?> mapping -> fromMapping(mapping, name, fallback);
      case null, default -> owner == null ? fallback : owner.builtins().getBare(name, fallback);
    };
  }

  private static @Nullable Object fromMapping(
      Map<?, ?> mapping, String name, @Nullable Object fallback) {
    ModuleObject module = ModuleObject.owning(mapping);
    if (module != null) {
      return module.getBare(name, fallback);
    }
    Object value = mapping.get(name);
    return value != null || mapping.containsKey(name) ? value : fallback;
  }

  static NameError undefined(String name, @Nullable Throwable cause) {
    return new NameError("name %s is not defined".formatted(Escapes.quoted(name)), name, cause);
  }
}
