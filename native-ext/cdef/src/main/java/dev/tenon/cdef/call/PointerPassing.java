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
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes pointers to data: objects, memory segments, buffers, arrays and texts.
///
/// @param place of the argument, for messages
/// @param nullable whether None is passed as NULL
/// @param fit what was passed before
@SuppressWarnings("UnusedMethod") // the conversions are called through method handles
record PointerPassing(String place, CType.Pointer type, boolean nullable, FitMemory fit)
    implements Passing {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle ADDRESS =
      Handles.findVirtual(LOOKUP, "address", long.class, long.class);
  private static final MethodHandle SEGMENT =
      Handles.findVirtual(LOOKUP, "segment", MemorySegment.class, MemorySegment.class);
  private static final MethodHandle OBJECT =
      Handles.findVirtual(LOOKUP, "object", MemorySegment.class, CObject.class);
  private static final MethodHandle TEXT =
      Handles.findVirtual(LOOKUP, "text", long.class, CallFrame.class, String.class);
  private static final MethodHandle ANY =
      Handles.findVirtual(LOOKUP, "any", MemorySegment.class, CallFrame.class, Object.class);

  PointerPassing(String place, CType.Pointer type, boolean nullable) {
    this(place, type, nullable, new FitMemory(type));
  }

  @Override
  public Class<?> natural() {
    return type.isText() && type.readOnly() ? String.class : Object.class;
  }

  @Override
  public NativeValue carried(Class<?> given) {
    return given == long.class || isText(given) ? NativeType.WORD : NativeType.POINTER;
  }

  @Override
  public MethodHandle filter(CInstance instance, Class<?> given) {
    if (given == long.class) {
      return nullable ? MethodHandles.identity(long.class) : ADDRESS.bindTo(this);
    }
    if (given.isPrimitive()) {
      throw Handles.mismatch(place, type, given);
    }
    if (given == MemorySegment.class) {
      return SEGMENT.bindTo(this);
    }
    if (given == CObject.class) {
      return OBJECT.bindTo(this);
    }
    if (isText(given)) {
      return TEXT.bindTo(this);
    }
    return ANY.bindTo(this)
        .asType(MethodType.methodType(MemorySegment.class, CallFrame.class, given));
  }

  private boolean isText(Class<?> given) {
    return given == String.class && Compatibility.takesBytes(type) && type.readOnly();
  }

  @Override
  public Object lower(CInstance instance, CallFrame frame, @Nullable Object value) {
    return any(frame, value);
  }

  private long address(long address) {
    return address == 0 ? none() : address;
  }

  private long none() {
    if (nullable) {
      return 0;
    }
    throw new TypeError(
        "%s must be %s, not None; if C takes NULL there, declare it with #pragma tenon nullable,"
                .formatted(place, Escapes.quoted(type))
            + " or all parameters and results with nullable(*, *.*)");
  }

  private MemorySegment segment(@Nullable MemorySegment segment) {
    if (segment == null) {
      return MemorySegment.ofAddress(none());
    }
    if (!segment.isNative()) {
      throw new TypeError(
          "%s must be native memory, not a segment of the heap; pass the array itself"
              .formatted(place));
    }
    checkWritable(segment.isReadOnly(), "a read-only segment");
    return segment.address() == 0 ? MemorySegment.ofAddress(none()) : segment;
  }

  private MemorySegment object(@Nullable CObject object) {
    if (object == null) {
      return MemorySegment.ofAddress(none());
    }
    if (!(object instanceof MemoryObject own)) {
      throw mismatch(object);
    }
    checkFits(own);
    return own.pointer();
  }

  private void checkFits(MemoryObject object) {
    if (!fit.fits(object.target())) {
      throw mismatch(object);
    }
  }

  private TypeError mismatch(Object value) {
    return new TypeError(
        "%s must be %s, not %s"
            .formatted(place, Escapes.quoted(type), Compatibility.nameOf(value)));
  }

  private void checkWritable(boolean readOnly, String what) {
    if (readOnly && !type.readOnly()) {
      throw new TypeError("%s must be writable memory, not %s".formatted(place, what));
    }
  }

  private long text(CallFrame frame, @Nullable String text) {
    return text == null ? none() : frame.text(text, place);
  }

  /// The memory of any value. What is the host's stays a segment of its own, which the call keeps.
  private MemorySegment any(CallFrame frame, @Nullable Object value) {
    return switch (value) {
      case null -> MemorySegment.ofAddress(none());
      case MemoryObject object -> {
        checkFits(object);
        object.memory().checkOpen();
        yield object.pointer();
      }
      case String text when Compatibility.takesBytes(type) -> {
        checkWritable(true, "a str, which cannot change; pass a buffer");
        yield MemorySegment.ofAddress(text(frame, text));
      }
      case byte[] bytes when Compatibility.takesBytes(type) ->
          MemorySegment.ofAddress(
              type.readOnly()
                  ? frame.bytes(bytes)
                  : frame.array(MemorySegment.ofArray(bytes), true));
      case MemorySegment segment -> memory(frame, segment, segment.isReadOnly());
      case Buffer buffer when fits(buffer) ->
          memory(frame, MemorySegment.ofBuffer(buffer), buffer.isReadOnly());
      case List<?> list when type.target() instanceof CType.Pointer element ->
          pointers(frame, element, list);
      case Object[] all when type.target() instanceof CType.Pointer element ->
          pointers(frame, element, Arrays.asList(all));
      default -> {
        MemorySegment array = array(value);
        if (array == null) {
          throw mismatch(value);
        }
        yield MemorySegment.ofAddress(frame.array(array, !type.readOnly()));
      }
    };
  }

  /// An array of pointers, with NULL behind the last one as `main` and `exec` expect it. It and the
  /// texts in it live as long as the call.
  private MemorySegment pointers(
      CallFrame frame, CType.Pointer element, List<? extends @Nullable Object> all) {
    MemorySegment array = frame.allocateZeroed((all.size() + 1L) * Long.BYTES);
    boolean texts = Compatibility.takesBytes(element);
    for (int index = 0; index < all.size(); index++) {
      Object each = all.get(index);
      String here = "%s item %d".formatted(place, index);
      // C's argv is not const although nobody writes to it; the copy is the call's own.
      CType.Pointer wanted =
          each instanceof String && texts ? new CType.Pointer(element.target(), true) : element;
      MemorySegment one = new PointerPassing(here, wanted, true).any(frame, each);
      if (each != null) {
        frame.keep(each);
      }
      array.setAtIndex(ValueLayout.JAVA_LONG, index, one.address());
    }
    return array;
  }

  private boolean fits(Buffer buffer) {
    return buffer instanceof ByteBuffer || !Compatibility.takesBytes(type);
  }

  private MemorySegment memory(CallFrame frame, MemorySegment segment, boolean readOnly) {
    checkWritable(readOnly, "a read-only buffer");
    if (segment.isNative()) {
      return segment.address() == 0 ? MemorySegment.ofAddress(none()) : segment;
    }
    return MemorySegment.ofAddress(frame.array(segment, !type.readOnly()));
  }

  /// An array of numbers of the size that the pointer asks for.
  private @Nullable MemorySegment array(Object value) {
    return switch (value) {
      case short[] array when takes(Short.BYTES, false) -> MemorySegment.ofArray(array);
      case char[] array when takes(Character.BYTES, false) -> MemorySegment.ofArray(array);
      case int[] array when takes(Integer.BYTES, false) -> MemorySegment.ofArray(array);
      case long[] array when takes(Long.BYTES, false) -> MemorySegment.ofArray(array);
      case float[] array when takes(Float.BYTES, true) -> MemorySegment.ofArray(array);
      case double[] array when takes(Double.BYTES, true) -> MemorySegment.ofArray(array);
      default -> null;
    };
  }

  private boolean takes(int size, boolean floating) {
    return Compatibility.takesArray(type, size, floating);
  }
}
