package dev.tenon.nativeext;

import dev.tenon.error.RuntimeError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Java objects that one module instance holds, whichever of its contexts made the reference.
/// Any thread may use it. A reference is `generation << 32 | position << 1 | 1`.
final class HeldReferences {

  private final List<Held> held = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  private record Held(int generation, @Nullable Object object, boolean live) {}

  /// Makes a held reference.
  synchronized long hold(@Nullable Object object) {
    int position = free.isEmpty() ? held.size() : free.removeLast();
    if (position == held.size()) {
      held.add(new Held(1, object, true));
    } else {
      held.set(position, new Held(held.get(position).generation() + 1, object, true));
    }
    return (long) held.get(position).generation() << 32 | (long) position << 1 | 1;
  }

  /// Releases a held reference.
  ///
  /// @throws RuntimeError if it is not held
  synchronized void release(long reference) {
    Held entry = heldEntry(reference);
    int position = position(reference);
    held.set(position, new Held(entry.generation(), null, false));
    free.add(position);
  }

  /// The object of a held reference.
  ///
  /// @throws RuntimeError if the reference is stale
  synchronized @Nullable Object resolve(long reference) {
    return heldEntry(reference).object();
  }

  /// How many held references are live.
  synchronized int count() {
    return held.size() - free.size();
  }

  private Held heldEntry(long reference) {
    int position = position(reference);
    if ((reference & 1) == 0 || position >= held.size()) {
      throw stale(reference);
    }
    Held entry = held.get(position);
    if (!entry.live() || entry.generation() != (int) (reference >>> 32)) {
      throw stale(reference);
    }
    return entry;
  }

  private static int position(long reference) {
    return (int) (reference & 0xFFFF_FFFFL) >>> 1;
  }

  static RuntimeError stale(long reference) {
    return new RuntimeError(
        "object reference %#x is stale: it was released or its call has returned; hold it with"
                .formatted(reference)
            + " tn_hold() to use it later");
  }
}
