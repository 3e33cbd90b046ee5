// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// One module of a chain of imports that wait for each other, with what was being done for it.
///
/// @param module the full name of the module
/// @param phase the step that its import has reached
public record ImportStep(String module, Phase phase) implements Serializable {
  public ImportStep {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(phase, "phase");
  }

  /// A chain as one line, `"a (exec) -> b (find)"`.
  public static String textOf(List<ImportStep> chain) {
    return chain.stream().map(ImportStep::toString).collect(Collectors.joining(" -> "));
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(module, phase.name().toLowerCase(Locale.ROOT));
  }
}
