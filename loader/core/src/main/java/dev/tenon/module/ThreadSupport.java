// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

/// What a module declares about threads.
public enum ThreadSupport {
  /// The host lets one thread at a time into all serialized modules of an interpreter. The default.
  SERIALIZED,
  /// Functions may run in any number of threads at once; the module takes care of itself.
  FREE
}
