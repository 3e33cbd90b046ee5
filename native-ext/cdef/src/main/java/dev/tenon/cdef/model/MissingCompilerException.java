// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.io.IOException;

/// There is no C compiler to ask. The message says which were tried and what to do.
public final class MissingCompilerException extends IOException {

  private static final long serialVersionUID = 1L;

  /// An exception with a message.
  public MissingCompilerException(String message) {
    super(message);
  }
}
