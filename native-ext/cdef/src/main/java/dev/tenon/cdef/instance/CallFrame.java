// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.instance;

import dev.tenon.cdef.callback.Callback;
import dev.tenon.cdef.value.Texts;
import dev.tenon.nativeext.memory.Utf8;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one call needs besides its arguments: memory for texts and arrays, what must not be
/// collected meanwhile, arrays that are copied back, callbacks that end with the call. Frames are
/// pooled; each belongs to one call at a time.
public final class CallFrame {

  private static final int SIZE = 1 << 13;
  private static final int ALIGNMENT = 16;

  private final FramePool pool;
  private final Arena own = Arena.ofAuto();
  private final MemorySegment memory = own.allocate(SIZE, ALIGNMENT);
  private final List<Object> kept = new ArrayList<>();
  private final List<CopyBack> copies = new ArrayList<>();
  private final List<Callback> callbacks = new ArrayList<>();
  private int used;
  private @Nullable Arena more;

  /// An array of Java and its copy in native memory.
  private record CopyBack(MemorySegment copy, MemorySegment array) {}

  CallFrame(FramePool pool) {
    this.pool = pool;
  }

  /// Zeroed or used memory that lives until the call ends.
  MemorySegment allocate(long size) {
    long rounded = (Math.max(1, size) + ALIGNMENT - 1) & -ALIGNMENT;
    if (rounded <= SIZE - used) {
      MemorySegment piece = memory.asSlice(used, size);
      used += (int) rounded;
      return piece;
    }
    Arena arena = more;
    if (arena == null) {
      arena = Arena.ofConfined();
      more = arena;
    }
    return arena.allocate(rounded, ALIGNMENT).asSlice(0, size);
  }

  /// Zeroed memory that lives until the call ends.
  public MemorySegment allocateZeroed(long size) {
    return allocate(size).fill((byte) 0);
  }

  /// A text as a C string.
  ///
  /// @param what the place of the text, for messages
  public long text(String text, String what) {
    Texts.check(text, what);
    // Three bytes are the most that a UTF-16 unit takes in UTF-8.
    if (text.length() * 3L < SIZE - used - ALIGNMENT) {
      Utf8.requireEncodable(text);
      long start = memory.address() + used;
      memory.setString(used, text, StandardCharsets.UTF_8);
      int length = text.length() * 3 + 1;
      used += (length + ALIGNMENT - 1) & -ALIGNMENT;
      return start;
    }
    return bytes(Utf8.encode(text));
  }

  /// Bytes with a NUL behind them, so that they may be taken for a text.
  public long bytes(byte[] bytes) {
    MemorySegment copy = allocate(bytes.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
    copy.set(java.lang.foreign.ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return copy.address();
  }

  /// A copy of an array.
  ///
  /// @param back whether what C writes goes back into the array
  public long array(MemorySegment array, boolean back) {
    MemorySegment copy = allocate(array.byteSize());
    copy.copyFrom(array);
    if (back) {
      copies.add(new CopyBack(copy, array));
    }
    return copy.address();
  }

  /// Keeps an object from being collected during the call.
  public void keep(Object object) {
    kept.add(object);
  }

  /// Ends a callback with the call.
  public void endsWith(Callback callback) {
    callbacks.add(callback);
  }

  /// Copies arrays back, after the function has returned.
  public void copyBack() {
    for (CopyBack each : copies) {
      each.array().copyFrom(each.copy());
    }
  }

  /// Ends the call.
  public void close() {
    if (!copies.isEmpty()) {
      copies.clear();
    }
    if (!kept.isEmpty()) {
      kept.forEach(Reference::reachabilityFence);
      kept.clear();
    }
    if (!callbacks.isEmpty()) {
      callbacks.forEach(Callback::end);
      callbacks.clear();
    }
    used = 0;
    Arena arena = more;
    if (arena != null) {
      more = null;
      arena.close();
    }
    pool.give(this);
  }
}
