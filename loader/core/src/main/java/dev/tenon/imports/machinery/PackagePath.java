// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.machinery;

import dev.tenon.module.ModuleObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the submodules of packages are searched.
final class PackagePath {

  private PackagePath() {}

  /// The `__path__` of a package, as live as the package has it; null for anything else.
  @SuppressWarnings("unchecked") // Entries that are no text are passed over where they are read.
  static @Nullable List<String> of(@Nullable Object module) {
    return module instanceof ModuleObject object
            && object.getOrDefault("__path__", null) instanceof List<?> path
        ? (List<String>) path
        : null;
  }
}
