// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

/// The dynamic linker's own words about a library that it refuses.
public final class LinkFailure extends Exception {
  private static final long serialVersionUID = 1L;

  public LinkFailure(String message) {
    super(message);
  }

  /// Whether there is no room for more thread-local variables that threads have from their start.
  public boolean isAboutThreadLocals() {
    return String.valueOf(getMessage()).contains("static TLS");
  }
}
