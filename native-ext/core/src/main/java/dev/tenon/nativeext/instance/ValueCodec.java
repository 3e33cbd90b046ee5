// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.kind.OverflowError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Utf8;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// Lays Java values out as `TnValue`s and reads them back. Numbers, texts and bytes travel by
/// value; anything else as a reference.
public final class ValueCodec {

  /// What is longer is looked at before it is followed: the length may be garbage.
  private static final int MANY = 1 << 20;

  private ValueCodec() {}

  /// Where texts and bytes are put that values point to.
  public interface Space {
    /// The address of `size` free bytes, which live as long as the values do.
    long allocate(long size);
  }

  /// Space in a piece of scratch memory, continued in an arena when that is full.
  public static final class CallSpace implements Space, AutoCloseable {
    private final long end;
    private long next;
    private @Nullable Arena overflow;

    public CallSpace(long start, long end) {
      this.next = start;
      this.end = end;
    }

    @Override
    public long allocate(long size) {
      long aligned = (next + 15) & -16L;
      if (size <= end - aligned) {
        next = aligned + size;
        return aligned;
      }
      if (overflow == null) {
        overflow = Arena.ofConfined();
      }
      return overflow.allocate(size, 16).address();
    }

    @Override
    public void close() {
      if (overflow != null) {
        overflow.close();
      }
    }
  }

  /// Writes a value.
  ///
  /// @param address of the `TnValue`
  /// @throws UnicodeError if it is a text with a lone surrogate
  public static void write(
      long address, @Nullable Object value, Space space, References references) {
    // Numbers first and the rest elsewhere, so that the JIT makes this a part of its callers: an
    // access to memory is little code but much to inline.
    if (value instanceof Double number) {
      Memory.putLong(address, kindAndLength(Abi.FLOAT, 0));
      Memory.putDouble(address + Abi.VALUE_PAYLOAD, number);
    } else if (value instanceof Long number) {
      Memory.putLong(address, kindAndLength(Abi.INT, 0));
      Memory.putLong(address + Abi.VALUE_PAYLOAD, number);
    } else {
      writeOther(address, value, space, references);
    }
  }

  private static void writeOther(
      long address, @Nullable Object value, Space space, References references) {
    if (value == null) {
      put(address, Abi.NONE, 0, 0);
    } else if (value instanceof String text) {
      writeBytes(address, Abi.STR, Utf8.encode(text), space, references);
    } else if (value instanceof byte[] bytes) {
      writeBytes(address, Abi.BYTES, bytes, space, references);
    } else if (value instanceof Boolean flag) {
      put(address, Abi.BOOL, 0, flag ? 1 : 0);
    } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      put(address, Abi.INT, 0, ((Number) value).longValue());
    } else if (value instanceof Float number) {
      put(address, Abi.FLOAT, 0, Double.doubleToRawLongBits(number));
    } else if (value instanceof BigInteger number) {
      put(address, Abi.INT, 0, toLong(number));
    } else {
      put(address, Abi.OBJECT, 0, references.local(value));
    }
  }

  private static long toLong(BigInteger number) {
    if (number.bitLength() > 63) {
      throw new OverflowError(
          "cannot pass %s to C: it does not fit 64 bits; pass it as text".formatted(number));
    }
    return number.longValue();
  }

  private static void writeBytes(
      long address, int kind, byte[] bytes, Space space, References references) {
    long place = space.allocate(bytes.length + 1L);
    Memory.putTerminated(place, bytes);
    references.watch(place, bytes);
    put(address, kind, bytes.length, place);
  }

  private static void put(long address, int kind, int length, long payload) {
    Memory.putLong(address, kindAndLength(kind, length));
    Memory.putLong(address + Abi.VALUE_PAYLOAD, payload);
  }

  /// Reads a value.
  ///
  /// @throws TypeError if its kind is unknown
  /// @throws UnicodeError if a text is no UTF-8
  /// @throws dev.tenon.error.kind.RuntimeError if it is a stale reference
  public static @Nullable Object read(long address, References references) {
    int kind = Memory.getInt(address);
    long payload = Memory.getLong(address + Abi.VALUE_PAYLOAD);
    if (kind == Abi.FLOAT) {
      return Double.longBitsToDouble(payload);
    }
    return kind == Abi.INT
        ? payload
        : readOther(kind, Memory.getInt(address + Abi.VALUE_LENGTH), payload, references);
  }

  private static @Nullable Object readOther(
      int kind, int length, long payload, References references) {
    return switch (kind) {
      case Abi.NONE -> null;
      case Abi.BOOL -> payload != 0;
      case Abi.STR -> readText(payload, length);
      case Abi.BYTES -> Memory.getBytes(requirePointer(payload, length), requireLength(length));
      case Abi.OBJECT -> references.resolve(payload);
      default ->
          throw new TypeError(
              "a TnValue of kind %d: expected one of TN_NONE to TN_OBJECT (0 to %d)"
                  .formatted(kind, Abi.OBJECT));
    };
  }

  private static String readText(long pointer, int length) {
    try {
      return Memory.getText(requirePointer(pointer, length), requireLength(length));
    } catch (CharacterCodingException e) {
      throw new UnicodeError("a TN_STR value whose bytes are no UTF-8; use TN_BYTES for them", e);
    }
  }

  private static long requirePointer(long pointer, int length) {
    if (pointer == 0 && length != 0) {
      throw new TypeError("a TnValue of %d bytes with a NULL pointer".formatted(length));
    }
    if (length > MANY && !NativeHost.get().isReadable(pointer, length)) {
      throw new TypeError(
          "a TnValue of %d bytes at %#x: expected memory of that length; check the length that is passed"
              .formatted(length, pointer));
    }
    return pointer;
  }

  private static int requireLength(int length) {
    if (length < 0) {
      throw new OverflowError(
          "a TnValue of %s bytes, expected at most %d"
              .formatted(Integer.toUnsignedString(length), Integer.MAX_VALUE));
    }
    return length;
  }

  /// The first eight bytes of a `TnValue`.
  private static long kindAndLength(int kind, int length) {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? (long) length << Integer.SIZE | kind
        : (long) kind << Integer.SIZE | length;
  }
}
