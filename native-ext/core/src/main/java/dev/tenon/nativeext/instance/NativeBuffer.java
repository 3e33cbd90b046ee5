// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.kind.BufferError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.nativeext.bridge.HostMemory;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.text.TypeNames;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The memory of an object of the host while C uses it: as the argument of a typed function, or
/// between acquiring and releasing it. Memory outside of the heap is used as it is, if nothing can
/// free it meanwhile; other memory is copied, and copied back by [#release].
public final class NativeBuffer implements References.Releasable {

  private final String type;
  private final MemorySegment host;
  private final MemorySegment copy;
  private final boolean copiesBack;
  private final Checks checks;
  private final Checks.@Nullable Holding holding;
  private boolean released;

  private NativeBuffer(
      String type,
      MemorySegment host,
      MemorySegment copy,
      boolean copiesBack,
      Checks checks,
      Checks.@Nullable Holding holding) {
    this.type = type;
    this.host = host;
    this.copy = copy;
    this.copiesBack = copiesBack;
    this.checks = checks;
    this.holding = holding;
  }

  /// Gets at the memory of an object for the argument of a function that [HostMemory#link] linked.
  ///
  /// @param space for a copy; it lives as long as the buffer is used
  /// @throws TypeError as [#acquire]
  /// @throws BufferError as [#acquire]
  public static NativeBuffer ofArgument(
      @Nullable Object object, ValueCodec.Space space, Checks checks) {
    return of(object, true, space, checks, null, true);
  }

  /// Gets at the memory of an object for C, which has it until it releases it.
  ///
  /// @param space for a copy; it lives as long as the buffer is used
  /// @param holding where C asked for it, if it has to release it and checks are on
  /// @throws TypeError if the object has no memory to get at
  /// @throws BufferError if it is to be written and cannot, is gone, or is in foreign byte order
  public static NativeBuffer acquire(
      @Nullable Object object,
      boolean writes,
      ValueCodec.Space space,
      Checks checks,
      Checks.@Nullable Holding holding) {
    return of(object, writes, space, checks, holding, false);
  }

  private static NativeBuffer of(
      @Nullable Object object,
      boolean writes,
      ValueCodec.Space space,
      Checks checks,
      Checks.@Nullable Holding holding,
      boolean held) {
    String type = TypeNames.of(object);
    MemorySegment host = HostMemory.of(object);
    if (writes && host.isReadOnly()) {
      throw readOnly(object);
    }
    if (host.isNative() && (held || HostMemory.isLasting(host))) {
      return new NativeBuffer(type, host, host, false, checks, holding);
    }
    MemorySegment copy = Memory.at(space.allocate(Math.max(1, host.byteSize())), host.byteSize());
    copy(type, host, copy);
    return new NativeBuffer(type, host, copy, writes, checks, holding);
  }

  private static void copy(String type, MemorySegment from, MemorySegment to) {
    try {
      to.copyFrom(from);
    } catch (IllegalStateException e) {
      throw HostMemory.closed("cannot access the memory of the '%s' object".formatted(type), e);
    } catch (WrongThreadException e) {
      throw HostMemory.foreign("cannot access the memory of the '%s' object".formatted(type), e);
    }
  }

  /// The error for memory that cannot be written.
  public static BufferError readOnly(@Nullable Object object) {
    return new BufferError(
        "the '%s' object is read-only; pass a ByteBuffer or a MemorySegment to have it written"
            .formatted(TypeNames.of(object)));
  }

  /// What C gets.
  public MemorySegment segment() {
    return copy;
  }

  public long length() {
    return copy.byteSize();
  }

  public boolean isReadOnly() {
    return host.equals(copy) ? host.isReadOnly() : !copiesBack;
  }

  /// What an object's items are, as CPython's `struct` module names them.
  public static char format(@Nullable Object object) {
    return switch (object) {
      case short[] _, java.nio.ShortBuffer _ -> 'h';
      case char[] _, java.nio.CharBuffer _ -> 'H';
      case int[] _, java.nio.IntBuffer _ -> 'i';
      case long[] _, java.nio.LongBuffer _ -> 'q';
      case float[] _, java.nio.FloatBuffer _ -> 'f';
      case double[] _, java.nio.DoubleBuffer _ -> 'd';
      case null, default -> 'B';
    };
  }

  /// The size of an item in bytes.
  public static int itemSize(char format) {
    return switch (format) {
      case 'h', 'H' -> Short.BYTES;
      case 'i', 'f' -> Integer.BYTES;
      case 'q', 'd' -> Long.BYTES;
      default -> 1;
    };
  }

  /// Brings what C has written to where it belongs; doing so again does nothing.
  ///
  /// @throws BufferError if that is closed by now, or belongs to another thread
  public synchronized void release() {
    if (!released) {
      released = true;
      if (copiesBack) {
        copy(type, copy, host);
      } else if (holding != null && !host.isNative() && host.mismatch(copy) != -1) {
        checks.reportWrittenBuffer(holding);
      }
    }
  }

  @Override
  public synchronized void abandon() {
    if (!released && holding != null) {
      checks.reportBuffer(holding);
    }
    try {
      release();
    } catch (BufferError e) {
      checks.reportLostBuffer(String.valueOf(e.getMessage()));
    }
  }
}
