// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Utf8;
import java.lang.foreign.Arena;
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
      long text = Memory.allocateTerminated(arena, Utf8.encodeArgument(arguments.get(index)));
      Memory.putLong(vector + (long) index * Long.BYTES, text);
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
