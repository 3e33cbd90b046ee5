// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// A foreign function of one module instance. Any thread may call it.
public interface ForeignFunction {

  /// The Java types that come nearest to its own.
  MethodType type();

  /// A handle for callers with the given types. Each argument is checked.
  ///
  /// @throws java.lang.invoke.WrongMethodTypeException if the function cannot be called so; the
  ///   message says why
  MethodHandle handleFor(MethodType wanted);

  /// Calls it with any values.
  ///
  /// @return the result; null for None
  /// @throws Throwable what the function raises
  @Nullable Object call(@Nullable Object[] arguments) throws Throwable;
}
