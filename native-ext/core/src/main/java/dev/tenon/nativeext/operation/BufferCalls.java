// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.TypeError;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.Checks;
import dev.tenon.nativeext.instance.NativeBuffer;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.text.TypeNames;

/// What C asks about the memory of objects: `tenon/buffer.h`.
final class BufferCalls {

  private BufferCalls() {}

  static void acquire(Request request) {
    NativeContext context = request.context();
    Object object = request.get(0);
    long target = request.payload(2);
    long mode = request.payload(1);
    if (mode != Abi.TN_BUFFER_READ && mode != Abi.TN_BUFFER_WRITE) {
      throw new TypeError(
          "tn_buffer_acquire(): the parameter mode is %d, expected TN_BUFFER_READ or TN_BUFFER_WRITE"
              .formatted(mode));
    }
    Pointers.requireReadable(
        context.instance().host(),
        target,
        Abi.BUFFER_SIZE,
        "tn_buffer_acquire(): the parameter buffer");
    boolean writes = mode == Abi.TN_BUFFER_WRITE;
    if (writes && object instanceof byte[]) {
      throw NativeBuffer.readOnly(object); // bytes come by value: what is written would be lost
    }
    Checks checks = request.instance().checks();
    NativeBuffer buffer =
        NativeBuffer.acquire(
            object,
            writes,
            size -> context.instance().host().allocate(context.context(), size),
            checks,
            checks.holding(context.context(), object));
    char format = NativeBuffer.format(object);
    Memory.putLong(target, buffer.length() == 0 ? 0 : buffer.segment().address());
    Memory.putLong(target + Abi.BUFFER_LENGTH, buffer.length());
    Memory.putInt(target + Abi.BUFFER_ITEM_SIZE, NativeBuffer.itemSize(format));
    Memory.putInt(target + Abi.BUFFER_FORMAT, format);
    Memory.putInt(target + Abi.BUFFER_READ_ONLY, buffer.isReadOnly() ? 1 : 0);
    Memory.putInt(target + Abi.BUFFER_RESERVED, 0);
    request.putReference(3, context.references().local(buffer));
  }

  static void release(Request request) {
    Object object = request.get(0);
    if (!(object instanceof NativeBuffer buffer)) {
      throw new TypeError(
          "expected a buffer that tn_buffer_acquire() filled, found '%s'"
              .formatted(TypeNames.of(object)));
    }
    buffer.release();
  }
}
