// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import dev.tenon.input.Escapes;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An extension broke a rule of the contract between module and host: a fault in its descriptor, or
/// a slot or function that failed without an error or succeeded with one. It is the extension
/// author's to fix: CPython's `SystemError`.
public final class ExtensionContractException extends ImportException {

  private static final long serialVersionUID = 1L;

  private final DescriptorFault[] faults;

  /// A broken rule outside the descriptor.
  public ExtensionContractException(
      String message, @Nullable String name, @Nullable String path, Phase phase) {
    super(message, name, path, phase);
    this.faults = new DescriptorFault[0];
  }

  /// Faults of a descriptor, all of them.
  ///
  /// @throws IllegalArgumentException if `faults` is empty
  public ExtensionContractException(
      String name, @Nullable String path, List<DescriptorFault> faults) {
    super(message(name, path, faults), name, path, Phase.QUERY);
    this.faults = faults.toArray(DescriptorFault[]::new);
  }

  private static String message(String name, @Nullable String path, List<DescriptorFault> faults) {
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("a contract error needs at least one fault");
    }
    String head =
        "module %s%s"
            .formatted(Escapes.quoted(name), path == null ? "" : " (" + Escapes.inline(path) + ")");
    if (faults.size() == 1) {
      return head + ": " + faults.getFirst().text();
    }
    return faults.stream()
        .map(fault -> "\n  " + fault.text())
        .collect(Collectors.joining("", head + ": %d faults".formatted(faults.size()), ""));
  }

  /// The faults of the descriptor; empty when the rule was broken elsewhere.
  public List<DescriptorFault> faults() {
    return List.of(faults);
  }

  @Override
  public String kind() {
    return "SystemError";
  }
}
