// SPDX-License-Identifier: Apache-2.0
package dev.tenon.search;

import dev.tenon.error.SearchReport;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry of the meta path: knows how to find some modules (PEP 451).
///
/// An interpreter calls one of the finders, path hooks and lazy filters that a host supplies at a
/// time, as CPython does under its import lock, so they need no locks of their own if they serve
/// one interpreter. A call may import, and then others are called meanwhile. One that waits for
/// another thread, which perhaps imports, is passed by other calls after a tenth of a second.
@FunctionalInterface
public interface MetaPathFinder {

  /// Looks for a module.
  ///
  /// @param name the full name
  /// @param path the parent package's `__path__`; null for a top-level module
  /// @param target the module being reloaded; null on an import
  /// @return the spec, or null if this finder does not know the module
  @Nullable ModuleSpec findSpec(
      String name, @Nullable List<String> path, @Nullable ModuleObject target);

  /// Explains why this finder does not know a module, for the error message. It is called after the
  /// whole search has failed, when somebody reads the error: by the thread that reads, with the
  /// interpreter as the current one, also after the interpreter was closed. It is not called for an
  /// error that nobody reads.
  ///
  /// @param path as for [#findSpec]
  default List<SearchReport.Attempt> explainMiss(String name, @Nullable List<String> path) {
    return List.of(new SearchReport.Attempt(toString(), "does not know it"));
  }

  /// The full names of modules that it knows beside the one that was not found, for proposals in
  /// the error message. They may be too many or too few. It is called as [#explainMiss] is.
  ///
  /// @param path as for [#findSpec]
  default Collection<String> namesBeside(String name, @Nullable List<String> path) {
    return List.of();
  }

  /// All specs of a module that it could give: the one of [#findSpec], and those which that one
  /// hides.
  ///
  /// @param path as for [#findSpec]
  default List<ModuleSpec> findAllSpecs(String name, @Nullable List<String> path) {
    ModuleSpec spec = findSpec(name, path, null);
    return spec == null ? List.of() : List.of(spec);
  }

  /// Forgets what was remembered about places that may have changed.
  default void invalidateCaches() {
    // Most finders remember nothing.
  }

  /// Whether several threads may ask it at once. Otherwise it is asked by one thread of an
  /// interpreter at a time, as in CPython.
  default boolean isConcurrent() {
    return false;
  }
}
