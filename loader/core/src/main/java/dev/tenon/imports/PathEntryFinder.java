package dev.tenon.imports;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import org.jspecify.annotations.Nullable;

/// Finds the modules of one path entry, a folder or an archive.
@FunctionalInterface
public interface PathEntryFinder {

  /// Looks for a module in this entry.
  ///
  /// @param name the full name; only its last part is looked for here
  /// @param target the module being reloaded; null on an import
  /// @return the spec; one without a loader stands for a portion of a namespace package; null if the
  ///     module is not here
  @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target);

  /// Forgets what was remembered about the entry.
  default void invalidateCaches() {
    // Most finders remember nothing.
  }
}
