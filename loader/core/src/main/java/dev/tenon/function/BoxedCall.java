// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Calls a handle that takes and returns objects. A few arguments are passed one by one, which the
/// JIT compiles to less than an array that is taken apart.
final class BoxedCall {

  private static final int MOST_FIXED = 4;

  private final MethodHandle handle;
  private final int arity;

  /// A call of a handle whose parameters and result are all `Object`.
  BoxedCall(MethodHandle handle) {
    arity = handle.type().parameterCount();
    this.handle = arity <= MOST_FIXED ? handle : handle.asSpreader(Object[].class, arity);
  }

  int arity() {
    return arity;
  }

  /// Calls with as many values as the handle takes.
  @Nullable Object call(@Nullable Object[] values) throws Throwable {
    return switch (arity) {
      case 0 -> (Object) handle.invokeExact();
      case 1 -> (Object) handle.invokeExact(values[0]);
      case 2 -> (Object) handle.invokeExact(values[0], values[1]);
      case 3 -> (Object) handle.invokeExact(values[0], values[1], values[2]);
      case 4 -> (Object) handle.invokeExact(values[0], values[1], values[2], values[3]);
      default -> (Object) handle.invokeExact(values);
    };
  }
}
