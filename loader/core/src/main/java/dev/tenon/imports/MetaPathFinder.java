package dev.tenon.imports;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry of the meta path: knows how to find some modules (PEP 451).
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

  /// Forgets what was remembered about places that may have changed.
  default void invalidateCaches() {
    // Most finders remember nothing.
  }
}
