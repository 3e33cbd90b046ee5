// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.input.Escapes;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Utf8;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Notes what native code runs in each context, in a file that is mapped: what is noted outlives a
/// crash. It is kept if the property `tenon.trail` or the variable `TENON_TRAIL` names the file: a
/// new one, an empty one or a trail that a killed process left. Any other file is left alone.
public final class Trail {

  private static final Pattern OF_LAUNCHER = Pattern.compile("/tenon-[0-9]+\\.trail$");
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
      long name = Memory.allocateTerminated(arena, Utf8.encodeReport(file));
      long address = NativeHost.get().openTrail(name);
      return address < 0 ? refuse(file, (int) -address) : new Trail(address);
    }
  }

  /// A process runs without a trail rather than not at all. The launcher's own choice of a file is
  /// not worth a warning: its user did not ask for one.
  private static @Nullable Trail refuse(String file, int failure) {
    if (System.getenv("TENON_TRAIL") == null && OF_LAUNCHER.matcher(file).find()) {
      return null;
    }
    warn("cannot keep a trail in %s: %s".formatted(Escapes.quoted(file), reason(failure)));
    return null;
  }

  private static String reason(int failure) {
    return switch (failure) {
      case Abi.TRAIL_REFUSED ->
          "it is neither empty nor a trail, and was left as it is; set TENON_TRAIL to a new file";
      case Abi.TRAIL_UNSUPPORTED ->
          "this system reports no crash from one; unset TENON_TRAIL and tenon.trail";
      default ->
          "%s; set TENON_TRAIL to a new file in a writable directory with %d KiB of free space"
              .formatted(describe(failure), Abi.TRAIL_SIZE / 1024);
    };
  }

  private static String describe(int errno) {
    return "[Errno %d]%s"
        .formatted(
            errno,
            switch (errno) {
              case 2 -> " No such file or directory";
              case 13 -> " Permission denied";
              case 27 -> " File too large";
              case 28 -> " No space left on device";
              case 30 -> " Read-only file system";
              case 36 -> " File name too long";
              case 122 -> " Disk quota exceeded";
              default -> "";
            });
  }

  private static void warn(String text) {
    if (ModuleOwner.CURRENT.isBound()) {
      ModuleOwner.CURRENT.get().warn(new Warning(Warning.Category.RUNTIME, text));
    }
  }

  /// Whether a trail is kept.
  public static boolean isKept() {
    return KEPT != null;
  }

  /// The number of a text; equal texts have one number.
  ///
  /// @return 0 if no trail is kept or the file is full
  public static int describe(String text) {
    Trail trail = KEPT;
    return trail == null ? 0 : trail.place(text);
  }

  private int place(String text) {
    synchronized (texts) {
      Integer known = texts.get(text);
      if (known == null) {
        known = write(Utf8.encodeReport(text));
        if (known != 0) {
          texts.put(text, known);
        }
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
  public static void note(long context, int text) {
    Trail trail = KEPT;
    int row = (int) context;
    if (trail != null && row < Abi.TRAIL_ROWS) {
      Memory.putInt(trail.address + Abi.TRAIL_ROW + (long) row * Integer.BYTES, text);
    }
  }
}
