// SPDX-License-Identifier: Apache-2.0
package dev.tenon.value;

/// A value that says itself what its type is called.
public interface TypeNamed {

  /// The name of the type, without that of a module: `"function"`, `"module"`, `"Counter"`.
  String typeName();
}
