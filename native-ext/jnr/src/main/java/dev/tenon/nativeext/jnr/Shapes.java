// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Type;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeStruct;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;

/// Describes to `jffi` how the values of a call travel.
final class Shapes {

  private Shapes() {}

  /// The shape of a call. `jffi` keeps equal ones once.
  ///
  /// @throws UnsupportedOperationException if a struct would travel by value
  static CallContext context(NativeCall call) {
    Type[] parameters = call.parameters().stream().map(Shapes::type).toArray(Type[]::new);
    Type result = type(call.result());
    return call.fixedParameters() == NativeCall.NOT_VARIADIC
        ? CallContext.getCallContext(
            result, parameters, CallingConvention.DEFAULT, call.keepsErrno())
        : CallContext.getCallContext(
            result,
            call.fixedParameters(),
            parameters,
            CallingConvention.DEFAULT,
            call.keepsErrno());
  }

  private static Type type(NativeValue value) {
    return switch (value) {
      case NativeType.WORD, NativeType.POINTER -> Type.SINT64;
      case NativeType.FLOAT -> Type.FLOAT;
      case NativeType.DOUBLE -> Type.DOUBLE;
      case NativeType.VOID -> Type.VOID;
      case NativeStruct struct ->
          throw new UnsupportedOperationException(
              ("the native backend 'jnr' cannot pass %s by value: JNR-FFI hands on wrong bytes or"
                      + " ends the process; pass it by pointer, or use the backend 'ffm'")
                  .formatted(name(struct)));
    };
  }

  private static String name(NativeStruct struct) {
    return struct
        .layout()
        .name()
        .map("struct or union '%s'"::formatted)
        .orElseGet(() -> "the struct " + struct.layout());
  }
}
