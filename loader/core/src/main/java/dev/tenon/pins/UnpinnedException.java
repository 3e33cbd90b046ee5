// SPDX-License-Identifier: Apache-2.0
package dev.tenon.pins;

import dev.tenon.error.Diagnosis;

/// A file must not be loaded. It passes through what reads the file, and becomes an import error of
/// the module that the file was wanted for.
public final class UnpinnedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Diagnosis diagnosis;

  UnpinnedException(Diagnosis diagnosis) {
    super(diagnosis.text());
    this.diagnosis = diagnosis;
  }

  /// What was found, what was expected and what to do.
  public Diagnosis diagnosis() {
    return diagnosis;
  }
}
