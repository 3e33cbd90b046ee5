// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A module could not be imported: CPython's `ImportError`. Beside the text it carries the module's
/// name, the file or folder it was to come from, and the phase that failed, where they are known.
public class ImportException extends TenonError {

  private static final long serialVersionUID = 1L;

  private final @Nullable String name;
  private final @Nullable String path;
  private final Phase phase;

  @SuppressWarnings("serial") // List.copyOf makes serializable lists.
  private final List<Step> chain;

  /// An error about a module.
  ///
  /// @param message what went wrong
  /// @param name the full name of the module, if known
  /// @param path the location of the module, if it has one
  /// @param phase the step that failed
  public ImportException(
      String message, @Nullable String name, @Nullable String path, Phase phase) {
    this(message, name, path, phase, List.of());
  }

  /// An error about a module that a chain of imports led to.
  ///
  /// @param message what went wrong
  /// @param name the full name of the module, if known
  /// @param path the location of the module, if it has one
  /// @param phase the step that failed
  /// @param chain the imports that wait for each other, the outermost first
  public ImportException(
      String message, @Nullable String name, @Nullable String path, Phase phase, List<Step> chain) {
    super(message);
    this.name = name;
    this.path = path;
    this.phase = phase;
    this.chain = List.copyOf(chain);
  }

  /// An error about a module that has no location and was not found or not importable.
  public ImportException(String message, @Nullable String name) {
    this(message, name, null, Phase.FIND);
  }

  /// The full name of the module, if known.
  public @Nullable String name() {
    return name;
  }

  /// The file or folder the module was to come from, if there is one.
  public @Nullable String path() {
    return path;
  }

  /// The step that failed.
  public Phase phase() {
    return phase;
  }

  /// For an error that a circular import caused, the imports that wait for each other, the
  /// outermost first; else empty.
  public List<Step> chain() {
    return chain;
  }

  @Override
  public String kind() {
    return "ImportError";
  }

  /// One module of a chain of imports that wait for each other, with what was being done for it.
  ///
  /// @param module the full name of the module
  /// @param phase the step that its import has reached
  public record Step(String module, Phase phase) implements Serializable {
    public Step {
      Objects.requireNonNull(module, "module");
      Objects.requireNonNull(phase, "phase");
    }

    /// A chain as one line, `"a (exec) -> b (find)"`.
    public static String textOf(List<Step> chain) {
      return chain.stream().map(Step::toString).collect(Collectors.joining(" -> "));
    }

    @Override
    public String toString() {
      return "%s (%s)".formatted(module, phase.name().toLowerCase(Locale.ROOT));
    }
  }
}
