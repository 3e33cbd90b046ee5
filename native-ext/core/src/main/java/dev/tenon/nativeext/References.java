package dev.tenon.nativeext;

import dev.tenon.error.RuntimeError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Java objects that one module instance refers to from C. *Local* references die when the call
/// that made them returns; *held* ones live until the module releases them or the instance ends. A
/// reference is a number, never an address: a stale one is an error, not a crash.
///
/// A local reference is `position << 1`; a held one is `generation << 32 | position << 1 | 1`.
final class References {

  private final List<@Nullable Object> locals = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  /// Something that is given back with the local reference to it.
  interface Releasable {
    /// Gives it back; once is enough.
    void release();
  }

  private record Held(int generation, @Nullable Object object, boolean live) {}

  /// Makes a local reference.
  synchronized long local(Object object) {
    locals.add(object);
    return (long) locals.size() << 1;
  }

  /// Where the local references of the present call begin.
  synchronized int mark() {
    return locals.size();
  }

  /// Drops the local references made since a mark.
  synchronized void releaseTo(int mark) {
    while (locals.size() > mark) {
      if (locals.removeLast() instanceof Releasable last) {
        last.release();
      }
    }
  }

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

  /// The object of a reference.
  ///
  /// @throws RuntimeError if the reference is stale
  synchronized @Nullable Object resolve(long reference) {
    if ((reference & 1) == 1) {
      return heldEntry(reference).object();
    }
    long position = (reference >> 1) - 1;
    if (position < 0 || position >= locals.size()) {
      throw stale(reference);
    }
    return locals.get((int) position);
  }

  /// How many held references are live.
  synchronized int heldCount() {
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

  private static RuntimeError stale(long reference) {
    return new RuntimeError(
        "object reference %#x is stale: it was released or its call has returned; hold it with"
                .formatted(reference)
            + " tn_hold() to use it later");
  }
}
