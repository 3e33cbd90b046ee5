// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import com.kenai.jffi.CallContext;
import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.nativeext.spi.NativeType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ConcurrentHashMap;

/// Makes function pointers for C.
final class Upcalls {

  private final ConcurrentHashMap<MethodType, UpcallShape> shapes = new ConcurrentHashMap<>();
  private final Closures ofHost;

  /// @param host the shape of the functions of the host
  Upcalls(CallContext host) {
    try {
      ofHost =
          new Closures(
              host,
              HostFunction.class.getMethod("call", long.class, long.class, long.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("HostFunction has no method call", e);
    }
  }

  /// The address of a function pointer that lasts as long as this object.
  long ofHost(HostFunction target) {
    return ofHost.allocate(target);
  }

  /// Makes a function pointer for a target with the carriers of a call.
  ///
  /// @throws UnsupportedOperationException if a struct would travel by value
  NativeCallback of(MethodHandle target, NativeCall call) {
    if (call.parameters().contains(NativeType.FLOAT)
        || call.parameters().contains(NativeType.DOUBLE)) {
      return BufferedUpcall.of(target, call);
    }
    CallContext context = Shapes.context(call);
    MethodHandle body = target;
    for (int index = 0; index < call.parameters().size(); index++) {
      if (call.parameters().get(index) == NativeType.POINTER) {
        body = MethodHandles.filterArguments(body, index, Bits.fromWord(NativeType.POINTER));
      }
    }
    UpcallShape shape = shapes.computeIfAbsent(body.type(), type -> new UpcallShape(type, context));
    return new Lent(shape, shape.take(body));
  }

  private record Lent(UpcallShape shape, UpcallShape.Slot slot) implements NativeCallback {
    @Override
    public long address() {
      return slot.address();
    }

    @Override
    public void close() {
      shape.giveBack(slot);
    }
  }
}
