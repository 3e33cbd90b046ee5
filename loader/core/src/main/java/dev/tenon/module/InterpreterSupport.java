// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

/// What a module declares about several interpreters in one process.
public enum InterpreterSupport {
  /// One interpreter of the process at a time, which is no sub-interpreter.
  NOT_SUPPORTED,
  /// Several interpreters, as long as they do not ask for isolation. A main interpreter and its
  /// sub-interpreters that are not isolated have one lock for their serialized modules. The
  /// default.
  SHARED,
  /// Any number of interpreters; nothing of the module is shared between them.
  ISOLATED
}
