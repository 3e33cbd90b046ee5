// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.jspecify.annotations.Nullable;

/// A type that no declaration here can have; the message says why.
public final class UnsupportedTypeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable IASTNode place;

  public UnsupportedTypeException(String message) {
    super(message);
    this.place = null;
  }

  /// @param place the part of the declaration that is not supported
  public UnsupportedTypeException(IASTNode place, String message) {
    super(message);
    this.place = place;
  }

  /// The part of the declaration that is not supported, or `whole` if none is known.
  IASTNode place(IASTNode whole) {
    return place == null || place.getFileLocation() == null ? whole : place;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
