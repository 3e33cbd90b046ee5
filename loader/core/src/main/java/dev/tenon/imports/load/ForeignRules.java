// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import java.util.Optional;

/// What a definition may not have whose create slot makes something that is not a module. Whatever
/// would have nowhere to be, or would never run, is refused instead of left out.
///
/// **Differs from CPython:** functions and a docstring are refused as well, where CPython sets them
/// as attributes of the foreign object; a create slot can do that itself.
final class ForeignRules {

  private ForeignRules() {}

  /// Whether it has state or something that runs on state.
  static boolean requestsState(ModuleDef def) {
    return def.stateSize() > 0
        || def.slots().stream()
            .anyMatch(slot ->
                slot instanceof ModuleSlot.Clear
                    || slot instanceof ModuleSlot.Free
                    || slot instanceof ModuleSlot.StateVersion
                    || slot instanceof ModuleSlot.Upgrade);
  }

  /// What it has that only a module can hold.
  static Optional<String> findExcess(ModuleDef def) {
    if (!def.functions().isEmpty() || !def.constants().isEmpty()) {
      return Optional.of("functions or constants");
    }
    if (def.doc() != null) {
      return Optional.of("a docstring");
    }
    return def.slots().stream()
        .filter(slot ->
            slot instanceof ModuleSlot.ImportName
                || slot instanceof ModuleSlot.DeprecatedName
                || slot instanceof ModuleSlot.LazySubmodule
                || slot instanceof ModuleSlot.ResourceType)
        .map(slot -> "a slot '%s'".formatted(slot.label()))
        .findFirst();
  }
}
