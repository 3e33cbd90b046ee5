// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.object;

import dev.tenon.error.Diagnosis;

/// The file of a library cannot be what it says that it is.
public final class DamagedFileException extends Exception {

  private static final long serialVersionUID = 1L;
  private static final String REMEDY = "build or copy it again";

  private final transient Diagnosis fault;

  DamagedFileException(String found, String expected) {
    super(found);
    fault = new Diagnosis(found, expected, REMEDY);
  }

  /// What is wrong, and what to do.
  public Diagnosis fault() {
    return fault;
  }
}
