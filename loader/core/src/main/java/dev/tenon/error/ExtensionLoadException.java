// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import dev.tenon.input.Escapes;
import org.jspecify.annotations.Nullable;

/// An extension was found and is refused: its file is no library for this machine, exports no
/// descriptor for the module, or does not fit the interpreter. No code of the extension has run.
/// The text is composed of what was found, what was expected and what to do.
public final class ExtensionLoadException extends ImportException {

  private static final long serialVersionUID = 1L;

  private final Diagnosis diagnosis;

  /// A refusal of module `name` at `path`.
  public ExtensionLoadException(
      String name, @Nullable String path, Phase phase, Diagnosis diagnosis) {
    super(
        "cannot %s extension module %s%s: %s"
            .formatted(
                phase.verb(),
                Escapes.quoted(name),
                path == null ? "" : " from " + Escapes.inline(path),
                diagnosis.text()),
        name,
        path,
        phase);
    this.diagnosis = diagnosis;
  }

  /// What was found, what was expected and what to do.
  public Diagnosis diagnosis() {
    return diagnosis;
  }
}
