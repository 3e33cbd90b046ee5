package dev.tenon.code;

import dev.tenon.error.NameError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What both modes of globals share: the way to builtins and the words for a missing name.
final class Names {

  private Names() {}

  /// The interpreter that the current thread has entered.
  static @Nullable ModuleOwner currentOwner() {
    return ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null;
  }

  /// A builtin or `fallback`.
  ///
  /// @param named what the globals have as `__builtins__`
  /// @param owner whose builtins count when the globals name none
  static @Nullable Object builtin(
      @Nullable Object named, @Nullable ModuleOwner owner, String name, @Nullable Object fallback) {
    return switch (named) {
      case ModuleObject module -> module.getOrDefault(name, fallback);
      case Map<?, ?> mapping -> fromMapping(mapping, name, fallback);
      case null, default ->
          owner == null ? fallback : owner.builtinsNamespace().getOrDefault(name, fallback);
    };
  }

  private static @Nullable Object fromMapping(
      Map<?, ?> mapping, String name, @Nullable Object fallback) {
    Object value = mapping.get(name);
    return value != null || mapping.containsKey(name) ? value : fallback;
  }

  static NameError undefined(String name, @Nullable Throwable cause) {
    return new NameError("name %s is not defined".formatted(Escapes.quoted(name)), cause);
  }
}
