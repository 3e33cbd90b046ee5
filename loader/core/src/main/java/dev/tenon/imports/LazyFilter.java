// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which of the imports that could be lazy are (PEP 810).
@FunctionalInterface
public interface LazyFilter {

  /// Decides about one statement, before anything of it is bound. It is called by one thread at a
  /// time, as finders are.
  ///
  /// @param importer the name of the module with the statement; null if it has none
  /// @param name the full name of the module that is imported; leading dots are resolved
  /// @param fromList all names that the statement takes from it; empty for a plain import
  boolean isLazy(@Nullable String importer, String name, List<String> fromList);
}
