package dev.tenon.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which of the imports that could be lazy are (PEP 810).
@FunctionalInterface
public interface LazyFilter {

  /// Whether an import may be lazy.
  ///
  /// @param importer the name of the module with the statement; null if it has none
  /// @param name the name as the statement has it
  /// @param fromList the names to take from it; empty for a plain import
  boolean isLazy(@Nullable String importer, String name, List<String> fromList);
}
