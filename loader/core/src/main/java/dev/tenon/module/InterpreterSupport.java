package dev.tenon.module;

/// What a module declares about several interpreters in one process.
public enum InterpreterSupport {
  /// One interpreter of the process at a time.
  NOT_SUPPORTED,
  /// Several interpreters, as long as they do not ask for isolation. The default.
  SHARED,
  /// Any number of interpreters; nothing of the module is shared between them.
  ISOLATED
}
