// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.Interpreter;
import org.jspecify.annotations.Nullable;

/// Something to do in an interpreter that the current thread has entered.
@FunctionalInterface
public interface InterpreterTask {
  /// Does it.
  ///
  /// @return a value that may cross
  /// @throws Exception reaches the one who asked as an `ExecutionFailed`
  @Nullable Object run(Interpreter interpreter) throws Exception;
}
