// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.instance.CallFrame;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// How an argument gets from Java to C.
sealed interface Passing permits NumberPassing, PointerPassing, CallbackPassing, StructPassing {

  /// The Java type that comes nearest to the parameter's.
  Class<?> natural();

  /// How a value that is given as a Java type travels.
  NativeValue carried(Class<?> given);

  /// A handle `(given)carrier`, or `(CallFrame, given)carrier` if the call needs a frame.
  ///
  /// @throws java.lang.invoke.WrongMethodTypeException if the type cannot be given; the message
  ///   says what is expected
  MethodHandle filter(CInstance instance, Class<?> given);

  /// Any value as the carrier of `carried(Object.class)`.
  Object lower(CInstance instance, CallFrame frame, @Nullable Object value);
}
