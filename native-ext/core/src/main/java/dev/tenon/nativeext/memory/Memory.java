// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.memory;

import dev.tenon.nativeext.abi.Abi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Plain access to native memory by address. Whoever passes an address vouches for it: what comes
/// from an extension is checked against the [MappedImage] first.
public final class Memory {

  @SuppressWarnings("restricted") // the callers vouch for their addresses
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final VarHandle SHORTS = ValueLayout.JAVA_SHORT_UNALIGNED.varHandle();
  private static final VarHandle INTS = ValueLayout.JAVA_INT_UNALIGNED.varHandle();
  private static final VarHandle LONGS = ValueLayout.JAVA_LONG_UNALIGNED.varHandle();
  private static final VarHandle DOUBLES = ValueLayout.JAVA_DOUBLE_UNALIGNED.varHandle();

  private Memory() {}

  /// A piece of native memory.
  public static MemorySegment at(long address, long size) {
    return ALL.asSlice(address, size);
  }

  public static int getInt(long address) {
    return (int) INTS.get(ALL, address);
  }

  public static long getLong(long address) {
    return (long) LONGS.get(ALL, address);
  }

  static double getDouble(long address) {
    return (double) DOUBLES.get(ALL, address);
  }

  public static short getShort(long address) {
    return (short) SHORTS.get(ALL, address);
  }

  public static byte getByte(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  public static void putInt(long address, int value) {
    INTS.set(ALL, address, value);
  }

  public static void putLong(long address, long value) {
    LONGS.set(ALL, address, value);
  }

  public static void putDouble(long address, double value) {
    DOUBLES.set(ALL, address, value);
  }

  public static byte[] getBytes(long address, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, bytes, 0, length);
    return bytes;
  }

  public static void putBytes(long address, byte[] bytes) {
    MemorySegment.copy(bytes, 0, ALL, ValueLayout.JAVA_BYTE, address, bytes.length);
  }

  /// Writes bytes and a NUL behind them.
  public static void putTerminated(long address, byte[] bytes) {
    putBytes(address, bytes);
    ALL.set(ValueLayout.JAVA_BYTE, address + bytes.length, (byte) 0);
  }

  /// A text as a C string, UTF-8 with a NUL behind it.
  ///
  /// @return its address, which is good as long as the arena
  /// @throws dev.tenon.error.kind.UnicodeError if it holds a lone surrogate
  public static long allocateText(Arena arena, String text) {
    return allocateTerminated(arena, Utf8.encodeTerminated(text));
  }

  /// Bytes with a NUL behind them.
  ///
  /// @return their address, which is good as long as the arena
  public static long allocateTerminated(Arena arena, byte[] bytes) {
    long place = arena.allocate(bytes.length + 1L).address();
    putTerminated(place, bytes);
    return place;
  }

  /// Text from UTF-8 bytes.
  ///
  /// @throws CharacterCodingException if they are no UTF-8
  public static String getText(long address, int length) throws CharacterCodingException {
    byte[] bytes = getBytes(address, length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    // Bytes that are no UTF-8 have become U+FFFD. Where there is one, it may also be meant.
    return text.indexOf('\uFFFD') < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /// The text of a `TnValue` of the host's own.
  public static String textOfValue(long value) {
    return new String(
        getBytes(getLong(value + Abi.VALUE_PAYLOAD), getInt(value + Abi.VALUE_LENGTH)),
        StandardCharsets.UTF_8);
  }

  /// The number of bytes before the terminating NUL.
  public static int lengthOfTerminated(long address) {
    int length = 0;
    while (getByte(address + length) != 0) {
      length++;
    }
    return length;
  }
}
