package dev.tenon.nativeext;

import dev.tenon.error.RuntimeError;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The live contexts of the process by the number that stands in them. Numbers are never used
/// twice.
final class Instances {

  private static final AtomicLong NEXT = new AtomicLong(1);
  private static final ConcurrentHashMap<Long, NativeContext> LIVE = new ConcurrentHashMap<>();

  private Instances() {}

  static long add(NativeContext context) {
    long id = NEXT.getAndIncrement();
    LIVE.put(id, context);
    return id;
  }

  static void remove(long id) {
    LIVE.remove(id);
  }

  /// The context with a number.
  ///
  /// @throws RuntimeError if it has ended
  static NativeContext find(long id) {
    @Nullable NativeContext context = LIVE.get(id);
    if (context == null) {
      throw new RuntimeError("the context belongs to a module instance that has ended");
    }
    return context;
  }
}
