// SPDX-License-Identifier: Apache-2.0
package dev.tenon.search;

import org.jspecify.annotations.Nullable;

/// Makes finders for the path entries it understands. It is called by one thread at a time, as
/// [MetaPathFinder] says.
@FunctionalInterface
public interface PathHook {

  /// A finder for a path entry, or null if this hook does not understand it.
  ///
  /// @throws dev.tenon.error.ImportException if the entry is of the kind that this hook understands
  ///   but cannot be used; the next hook is asked, and the reason is part of the error of a module
  ///   that is not found
  @Nullable PathEntryFinder finderFor(String entry);
}
