package dev.tenon.nativeext;

/// The dynamic linker's own words about a library that it refuses.
final class LinkFailure extends Exception {
  private static final long serialVersionUID = 1L;

  LinkFailure(String message) {
    super(message);
  }

  /// Whether there is no room for more thread-local variables that threads have from their start.
  boolean isAboutThreadLocals() {
    return String.valueOf(getMessage()).contains("static TLS");
  }
}
