// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.error.kind.UnicodeError;
import dev.tenon.error.kind.ValueError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Plain access to native memory by address. Whoever passes an address vouches for it.
public final class CMemory {

  @SuppressWarnings("restricted") // the callers vouch for their addresses
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private CMemory() {}

  /// A piece of native memory.
  static MemorySegment at(long address, long size) {
    return ALL.asSlice(address, size);
  }

  /// An integer of 1, 2, 4 or 8 bytes.
  static long getInteger(long address, long size, boolean signed) {
    return switch ((int) size) {
      case 1 -> {
        byte value = ALL.get(ValueLayout.JAVA_BYTE, address);
        yield signed ? value : value & 0xFF;
      }
      case 2 -> {
        short value = ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
        yield signed ? value : value & 0xFFFF;
      }
      case 4 -> {
        int value = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
        yield signed ? value : value & 0xFFFF_FFFFL;
      }
      default -> ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    };
  }

  /// Writes the low bytes of an integer.
  static void putInteger(long address, long size, long value) {
    switch ((int) size) {
      case 1 -> ALL.set(ValueLayout.JAVA_BYTE, address, (byte) value);
      case 2 -> ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, (short) value);
      case 4 -> ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, (int) value);
      default -> ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }
  }

  public static long getPointer(long address) {
    return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
  }

  static void putPointer(long address, long value) {
    ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
  }

  static double getDouble(long address) {
    return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
  }

  static void putDouble(long address, double value) {
    ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, value);
  }

  static float getFloat(long address) {
    return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  static void putFloat(long address, float value) {
    ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  static byte[] getBytes(long address, long length) {
    return at(address, length).toArray(ValueLayout.JAVA_BYTE);
  }

  static void putBytes(long address, byte[] bytes) {
    MemorySegment.copy(bytes, 0, ALL, ValueLayout.JAVA_BYTE, address, bytes.length);
  }

  /// Bytes, or the text that they are, of a length that C gives.
  ///
  /// @param length the number of elements
  /// @param size of an element
  /// @param what whose bytes they are, for messages
  /// @throws ValueError if the length is negative or the address is NULL
  public static Object counted(long address, long length, long size, boolean isText, String what) {
    if (length < 0 || length > Integer.MAX_VALUE / size || (address == 0 && length > 0)) {
      throw new ValueError(
          "%s has the length %d at the address %#x; expected one from 0 to %d, and 0 for NULL"
              .formatted(what, length, address, Integer.MAX_VALUE / size));
    }
    byte[] bytes = length == 0 ? new byte[0] : getBytes(address, length * size);
    return isText ? decoded(bytes, what) : bytes;
  }

  /// The number of bytes before the first NUL, at most `limit`.
  static long length(long address, long limit) {
    long length = 0;
    while (length < limit && ALL.get(ValueLayout.JAVA_BYTE, address + length) != 0) {
      length++;
    }
    return length;
  }

  /// The text up to the first NUL or the limit.
  ///
  /// @param what whose text it is, for messages
  /// @throws UnicodeError if its bytes are no UTF-8
  public static String getText(long address, long limit, String what) {
    return decoded(getBytes(address, length(address, limit)), what);
  }

  private static String decoded(byte[] bytes, String what) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // Bytes that are no UTF-8 have become U+FFFD. Where there is one, it may also be meant.
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new UnicodeError(
            "%s is a text whose bytes are no UTF-8; take it as 'char *' and read its bytes"
                .formatted(what),
            e);
      }
    }
    return text;
  }
}
