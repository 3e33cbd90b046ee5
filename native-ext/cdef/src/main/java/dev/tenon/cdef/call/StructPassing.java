// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.CObject;
import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.instance.CallFrame;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.Compatibility;
import dev.tenon.cdef.value.MemoryObject;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// Passes structs and unions by value.
///
/// @param place of the argument, for messages
/// @param shape how they travel
record StructPassing(String place, CType.Struct type, NativeValue shape) implements Passing {

  private static final MethodHandle BYTES =
      Handles.findVirtual(
          MethodHandles.lookup(), "bytes", MemorySegment.class, CallFrame.class, Object.class);

  @Override
  public Class<?> natural() {
    return CObject.class;
  }

  @Override
  public NativeValue carried(Class<?> given) {
    return shape;
  }

  @Override
  public MethodHandle filter(CInstance instance, Class<?> given) {
    if (given.isPrimitive()) {
      throw Handles.mismatch(place, type, given);
    }
    return BYTES
        .bindTo(this)
        .asType(MethodType.methodType(MemorySegment.class, CallFrame.class, given));
  }

  @Override
  public Object lower(CInstance instance, CallFrame frame, @Nullable Object value) {
    return bytes(frame, value);
  }

  private MemorySegment bytes(CallFrame frame, @Nullable Object value) {
    if (!(value instanceof MemoryObject object) || !object.target().equals(type)) {
      throw new TypeError(
          "%s must be %s, not %s"
              .formatted(place, Escapes.quoted(type), Compatibility.nameOf(value)));
    }
    frame.keep(object);
    MemorySegment all = object.segment();
    return all.asSlice(0, object.memory().layouts().sizeOf(type));
  }
}
