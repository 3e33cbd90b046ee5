package dev.tenon.imports;

import org.jspecify.annotations.Nullable;

/// Makes finders for the path entries it understands.
@FunctionalInterface
public interface PathHook {

  /// A finder for a path entry, or null if this hook does not understand it.
  @Nullable PathEntryFinder finderFor(String entry);
}
