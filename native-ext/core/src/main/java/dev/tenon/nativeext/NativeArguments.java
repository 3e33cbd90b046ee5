package dev.tenon.nativeext;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The arguments of a main slot as C sees them: a `TnMainArguments` with count, vector and a place
/// for the exit status.
final class NativeArguments implements AutoCloseable {

  private final Arena arena = Arena.ofConfined();
  private final long block;

  private NativeArguments(List<String> arguments) {
    block = arena.allocate(Abi.MAIN_ARGUMENTS_SIZE, 16).address();
    long vector = arena.allocate((arguments.size() + 1L) * Long.BYTES, 16).address();
    for (int index = 0; index < arguments.size(); index++) {
      byte[] text = arguments.get(index).getBytes(StandardCharsets.UTF_8);
      long place = arena.allocate(text.length + 1L).address();
      Memory.putTerminated(place, text);
      Memory.putLong(vector + (long) index * Long.BYTES, place);
    }
    Memory.putLong(block + Abi.MAIN_ARGUMENTS_COUNT, arguments.size());
    Memory.putLong(block + Abi.MAIN_ARGUMENTS_VECTOR, vector);
  }

  static NativeArguments of(List<String> arguments) {
    return new NativeArguments(arguments);
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
