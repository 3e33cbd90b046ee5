// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import org.jspecify.annotations.Nullable;

/// A part of a statement that has a value.
@FunctionalInterface
interface Value {

  /// Evaluates it.
  ///
  /// @throws Exception what the module's code raises
  @Nullable Object in(Scope scope) throws Exception;
}
