package dev.tenon.nativeext;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The arguments of a main slot as C sees them: a `TnMainArguments` with count, vector and a place
/// for the exit status.
final class NativeArguments implements AutoCloseable {

  private static final int FIRST_BYTE = 0xDC80;
  private static final int LAST_BYTE = 0xDCFF;

  private final Arena arena = Arena.ofConfined();
  private final long block;

  private NativeArguments(List<String> arguments) {
    block = arena.allocate(Abi.MAIN_ARGUMENTS_SIZE, 16).address();
    long vector = arena.allocate((arguments.size() + 1L) * Long.BYTES, 16).address();
    for (int index = 0; index < arguments.size(); index++) {
      long text = Memory.allocateTerminated(arena, encode(arguments.get(index)));
      Memory.putLong(vector + (long) index * Long.BYTES, text);
    }
    Memory.putLong(block + Abi.MAIN_ARGUMENTS_COUNT, arguments.size());
    Memory.putLong(block + Abi.MAIN_ARGUMENTS_VECTOR, vector);
  }

  static NativeArguments of(List<String> arguments) {
    return new NativeArguments(arguments);
  }

  /// UTF-8; a lone surrogate that stands for a byte, as in CPython (PEP 383), becomes that byte.
  static byte[] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int start = 0;
    for (int index = 0; index < text.length(); index++) {
      int each = text.codePointAt(index);
      if (each >= FIRST_BYTE && each <= LAST_BYTE) {
        bytes.writeBytes(text.substring(start, index).getBytes(StandardCharsets.UTF_8));
        bytes.write(each & 0xFF);
        start = index + 1;
      } else if (Character.isSupplementaryCodePoint(each)) {
        index++;
      }
    }
    bytes.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  long address() {
    return block;
  }

  /// What the main slot left as its exit status; 0 if it left none.
  int exitStatus() {
    return Memory.getInt(block + Abi.MAIN_ARGUMENTS_STATUS);
  }

  @Override
  public void close() {
    arena.close();
  }
}
