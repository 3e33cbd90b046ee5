// SPDX-License-Identifier: Apache-2.0
package dev.tenon.expression;

import org.jspecify.annotations.Nullable;

/// What a statement does.
@FunctionalInterface
interface Action {

  /// Runs it.
  ///
  /// @return the value of an expression or the value that was assigned, else null
  /// @throws Exception what the module's code raises
  @Nullable Object in(Scope scope) throws Exception;
}
