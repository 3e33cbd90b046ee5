// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.namespace.Namespace;
import dev.tenon.text.TypeNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Loads the submodules of a package that a from-list names. Names that are attributes already are
/// left alone, and names that are neither are no error here.
final class FromList {

  private final ImportSystem system;
  private final ModuleObject module;

  FromList(ImportSystem system, ModuleObject module) {
    this.system = system;
    this.module = module;
  }

  /// Loads what a from-list names.
  ///
  /// @throws TypeError if an item is no text
  void load(List<? extends @Nullable Object> fromList) {
    for (Object item : fromList) {
      String name = text(item, "``from list''");
      if (!name.equals("*")) {
        loadIfMissing(name);
      } else if (module.has("__all__")) {
        loadAll();
      }
    }
  }

  private void loadAll() {
    String where = module.name() + ".__all__";
    for (Object item : Items.of(module.get("__all__"))) {
      String name = text(item, where);
      if (!name.equals("*")) {
        loadIfMissing(name);
      }
    }
  }

  private static String text(@Nullable Object item, String where) {
    if (item instanceof String name) {
      return name;
    }
    throw new TypeError("Item in %s must be str, not %s".formatted(where, TypeNames.of(item)));
  }

  private void loadIfMissing(String attribute) {
    if (module.has(attribute)) {
      return;
    }
    String name = module.name() + "." + attribute;
    try {
      system.importModule(name);
    } catch (ModuleNotFoundException e) {
      boolean isForbidden = system.modules().getOrDefault(name, Namespace.ABSENT) == null;
      if (isForbidden || !name.equals(e.name())) {
        throw e;
      }
    }
  }
}
