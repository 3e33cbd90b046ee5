// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A module could not be imported: CPython's `ImportError`. Beside the text it carries the module's
/// name, the file or folder it was to come from, and the phase that failed, where they are known.
public class ImportException extends TenonError {

  private static final long serialVersionUID = 1L;

  private final @Nullable String name;
  private final @Nullable String path;
  private final Phase phase;

  @SuppressWarnings("serial") // List.copyOf makes serializable lists.
  private final List<ImportStep> chain;

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
      String message,
      @Nullable String name,
      @Nullable String path,
      Phase phase,
      List<ImportStep> chain) {
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
  public List<ImportStep> chain() {
    return chain;
  }

  @Override
  public String kind() {
    return "ImportError";
  }
}
