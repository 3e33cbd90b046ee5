// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.call.Callables;
import dev.tenon.cdef.callback.Callback;
import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.instance.CallFrame;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.Compatibility;
import dev.tenon.cdef.value.MemoryObject;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes callables as function pointers.
///
/// @param place of the argument, for messages
/// @param nullable whether None is passed as NULL
/// @param duringCall whether the library uses the pointer only until the call returns
record CallbackPassing(
    String place, CType.Pointer type, CType.Function function, boolean nullable, boolean duringCall)
    implements Passing {

  private static final MethodHandle ADDRESS =
      Handles.findVirtual(
          MethodHandles.lookup(),
          "address",
          long.class,
          CInstance.class,
          CallFrame.class,
          Object.class);

  /// The same with what is known about its parameters.
  CallbackPassing counting(List<CParameter> parameters) {
    CType.Function counted = new CType.Function(function.result(), parameters, function.variadic());
    return new CallbackPassing(place, type, counted, nullable, duringCall);
  }

  @Override
  public Class<?> natural() {
    return Object.class;
  }

  @Override
  public NativeValue carried(Class<?> given) {
    return NativeType.WORD;
  }

  @Override
  public MethodHandle filter(CInstance instance, Class<?> given) {
    if (given.isPrimitive()) {
      throw Handles.mismatch(place, type, given);
    }
    return MethodHandles.insertArguments(ADDRESS, 0, this, instance)
        .asType(MethodType.methodType(long.class, CallFrame.class, given));
  }

  @Override
  public Object lower(CInstance instance, CallFrame frame, @Nullable Object value) {
    return address(instance, frame, value);
  }

  private long address(CInstance instance, CallFrame frame, @Nullable Object value) {
    if (value == null && nullable) {
      return 0;
    }
    if (value instanceof MemoryObject object) {
      if (!Compatibility.fits(object.target(), type)) {
        throw wrongKind(value);
      }
      return object.address();
    }
    if (value instanceof MemorySegment segment && segment.isNative() && segment.address() != 0) {
      frame.keep(segment);
      return segment.address();
    }
    if (!Callables.isCallable(value)) {
      throw wrongKind(value);
    }
    if (!duringCall) {
      return instance.callbacks().lasting(function, Callables.of(value)).address();
    }
    Callback callback = instance.callbacks().begin(function, Callables.of(value));
    frame.endsWith(callback);
    return callback.address();
  }

  private TypeError wrongKind(@Nullable Object value) {
    return new TypeError(
        "%s must be a callable for %s, not %s"
            .formatted(place, Escapes.quoted(type), Compatibility.nameOf(value)));
  }
}
