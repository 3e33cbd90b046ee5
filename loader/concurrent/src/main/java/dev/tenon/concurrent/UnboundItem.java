// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

/// Stands for an item of a queue whose interpreter was closed. CPython's UNBOUND.
public enum UnboundItem {
  /// The only one.
  UNBOUND
}
