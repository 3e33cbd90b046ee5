// SPDX-License-Identifier: Apache-2.0
package dev.tenon.search;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the modules of one path entry, a folder or an archive. It is called by one thread at a
/// time, as [MetaPathFinder] says.
@FunctionalInterface
public interface PathEntryFinder {

  /// Looks for a module in this entry.
  ///
  /// @param name the full name; a folder looks only for its last part
  /// @param target the module being reloaded; null on an import
  /// @return the spec; one without a loader stands for a portion of a namespace package; null if
  ///   the module is not here
  @Nullable ModuleSpec findSpec(String name, @Nullable ModuleObject target);

  /// Explains why a module is not in this entry, for the error message. It is called when somebody
  /// reads the error, as [MetaPathFinder#explainMiss] says.
  default String explainMiss(String name) {
    return "not in it";
  }

  /// The full names of modules that are in this entry beside the one that was not found, for
  /// proposals in the error message. They may be too many or too few. It is called as
  /// [#explainMiss] is.
  default Collection<String> namesBeside(String name) {
    return List.of();
  }

  /// Forgets what was remembered about the entry.
  default void invalidateCaches() {
    // Most finders remember nothing.
  }

  /// Whether several threads may ask it at once. Otherwise it is asked by one thread of an
  /// interpreter at a time, as in CPython.
  default boolean isConcurrent() {
    return false;
  }
}
