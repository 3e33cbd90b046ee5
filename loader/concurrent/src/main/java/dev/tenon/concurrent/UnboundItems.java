// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

/// What becomes of an item in a queue when the interpreter that put it there is closed (PEP 734).
public enum UnboundItems {
  /// [UnboundItem#UNBOUND] is got in its place.
  REPLACE,
  /// Who gets it gets an error.
  ERROR,
  /// It is removed.
  REMOVE
}
