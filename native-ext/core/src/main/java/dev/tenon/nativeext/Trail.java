package dev.tenon.nativeext;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Notes what native code runs in each context, in a file that is mapped: what is noted outlives a
/// crash. It is kept if the property `tenon.trail` or the variable `TENON_TRAIL` names the file.
final class Trail {

  private static final @Nullable Trail KEPT = open();

  private final long address;
  private final Map<String, Integer> texts = new HashMap<>();

  private Trail(long address) {
    this.address = address;
  }

  private static @Nullable Trail open() {
    String file = System.getProperty("tenon.trail", System.getenv("TENON_TRAIL"));
    if (file == null || file.isEmpty()) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      long address = NativeHost.get().openTrail(Memory.allocateText(arena, file));
      return address == 0 ? null : new Trail(address);
    }
  }

  /// Whether a trail is kept.
  static boolean isKept() {
    return KEPT != null;
  }

  /// The number of a text; equal texts have one number.
  ///
  /// @return 0 if no trail is kept or the file is full
  static int describe(String text) {
    Trail trail = KEPT;
    return trail == null ? 0 : trail.place(text);
  }

  private int place(String text) {
    synchronized (texts) {
      Integer known = texts.get(text);
      if (known == null) {
        known = write(text.getBytes(StandardCharsets.UTF_8));
        texts.put(text, known);
      }
      return known;
    }
  }

  private int write(byte[] text) {
    int place = Memory.getInt(address + Abi.TRAIL_END);
    if (place + text.length >= Abi.TRAIL_SIZE) {
      return 0;
    }
    Memory.putTerminated(address + place, text);
    Memory.putInt(address + Abi.TRAIL_END, place + text.length + 1);
    return place;
  }

  /// Notes what runs in a context from now on.
  ///
  /// @param context the number of the context; 0 stands for the loading of libraries
  /// @param text its number, 0 for nothing
  static void note(long context, int text) {
    Trail trail = KEPT;
    int row = (int) context;
    if (trail != null && row < Abi.TRAIL_ROWS) {
      Memory.putInt(trail.address + Abi.TRAIL_ROW + (long) row * Integer.BYTES, text);
    }
  }
}
