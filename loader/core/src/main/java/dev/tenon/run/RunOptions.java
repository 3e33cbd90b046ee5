// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How [RunPy] runs a module or path in a fresh namespace. Immutable.
///
/// @param globals names that the namespace holds from the start; the import attributes among them
///   are overwritten
/// @param runName what `__name__` is to be; null for the usual
/// @param alterSys whether the registry and argument 0 show the module while it runs
public record RunOptions(
    Map<String, @Nullable Object> globals, @Nullable String runName, boolean alterSys) {

  /// No names, the usual `__name__`, and nothing altered.
  public static final RunOptions NONE = new RunOptions(Map.of(), null, false);

  /// Copies the names.
  public RunOptions {
    Objects.requireNonNull(globals, "globals");
    globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
  }

  /// The same with these names from the start.
  public RunOptions withGlobals(Map<String, @Nullable Object> names) {
    Objects.requireNonNull(names, "names");
    return new RunOptions(names, runName, alterSys);
  }

  /// The same with another `__name__`.
  public RunOptions withRunName(String name) {
    Objects.requireNonNull(name, "name");
    return new RunOptions(globals, name, alterSys);
  }

  /// The same with the registry and argument 0 altered during the run.
  public RunOptions alteringSys() {
    return new RunOptions(globals, runName, true);
  }
}
