package dev.tenon.nativeext;

import dev.tenon.error.RuntimeError;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The live native instances of the process by the number that stands in their context. Numbers are
/// never used twice.
final class Instances {

  private static final AtomicLong NEXT = new AtomicLong(1);
  private static final ConcurrentHashMap<Long, NativeInstance> LIVE = new ConcurrentHashMap<>();

  private Instances() {}

  static long add(NativeInstance instance) {
    long id = NEXT.getAndIncrement();
    LIVE.put(id, instance);
    return id;
  }

  static void remove(long id) {
    LIVE.remove(id);
  }

  /// The instance with a number.
  ///
  /// @throws RuntimeError if it has ended
  static NativeInstance find(long id) {
    @Nullable NativeInstance instance = LIVE.get(id);
    if (instance == null) {
      throw new RuntimeError("the context belongs to a module instance that has ended");
    }
    return instance;
  }
}
