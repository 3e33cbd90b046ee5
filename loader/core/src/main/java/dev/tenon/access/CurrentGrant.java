// SPDX-License-Identifier: Apache-2.0
package dev.tenon.access;

/// The interpreter that a thread has entered.
@FunctionalInterface
public interface CurrentGrant {

  /// The value that holds it.
  ScopedValue<?> current();
}
