package dev.tenon.nativeext;

import dev.tenon.error.OverflowError;
import dev.tenon.error.TypeError;
import dev.tenon.error.UnicodeError;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Lays Java values out as `TnValue`s and reads them back. Numbers, texts and bytes travel by
/// value; anything else as a reference.
final class ValueCodec {

  private ValueCodec() {}

  /// Where texts and bytes are put that values point to.
  interface Space {
    /// The address of `size` free bytes, which live as long as the values do.
    long allocate(long size);
  }

  /// Space in a piece of scratch memory, continued in an arena when that is full.
  static final class CallSpace implements Space, AutoCloseable {
    private final long end;
    private long next;
    private @Nullable Arena overflow;

    CallSpace(long start, long end) {
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
  static void write(long address, @Nullable Object value, Space space, References references) {
    switch (value) {
      case null -> put(address, Abi.NONE, 0, 0);
      case Boolean flag -> put(address, Abi.BOOL, 0, flag ? 1 : 0);
      case Long number -> put(address, Abi.INT, 0, number);
      case Integer number -> put(address, Abi.INT, 0, number);
      case Short number -> put(address, Abi.INT, 0, number);
      case Byte number -> put(address, Abi.INT, 0, number);
      case Double number -> put(address, Abi.FLOAT, 0, Double.doubleToRawLongBits(number));
      case Float number -> put(address, Abi.FLOAT, 0, Double.doubleToRawLongBits(number));
      case BigInteger number -> put(address, Abi.INT, 0, toLong(number));
      case String text -> writeText(address, text, space);
      case byte[] bytes -> writeBytes(address, Abi.BYTES, bytes, space);
      default -> put(address, Abi.OBJECT, 0, references.local(value));
    }
  }

  private static long toLong(BigInteger number) {
    if (number.bitLength() > 63) {
      throw new OverflowError(
          "cannot pass %s to C: it does not fit 64 bits; pass it as text".formatted(number));
    }
    return number.longValue();
  }

  private static void writeText(long address, String text, Space space) {
    writeBytes(address, Abi.STR, text.getBytes(StandardCharsets.UTF_8), space);
  }

  private static void writeBytes(long address, int kind, byte[] bytes, Space space) {
    long place = space.allocate(bytes.length + 1L);
    Memory.putTerminated(place, bytes);
    put(address, kind, bytes.length, place);
  }

  private static void put(long address, int kind, int length, long payload) {
    Memory.putInt(address, kind);
    Memory.putInt(address + Abi.VALUE_LENGTH, length);
    Memory.putLong(address + Abi.VALUE_PAYLOAD, payload);
  }

  /// Reads a value.
  ///
  /// @throws TypeError if its kind is unknown
  /// @throws UnicodeError if a text is no UTF-8
  /// @throws dev.tenon.error.RuntimeError if it is a stale reference
  static @Nullable Object read(long address, References references) {
    int kind = Memory.getInt(address);
    int length = Memory.getInt(address + Abi.VALUE_LENGTH);
    long payload = Memory.getLong(address + Abi.VALUE_PAYLOAD);
    return switch (kind) {
      case Abi.NONE -> null;
      case Abi.BOOL -> payload != 0;
      case Abi.INT -> payload;
      case Abi.FLOAT -> Double.longBitsToDouble(payload);
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
}
