package dev.tenon.nativeext;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The pointers of one module instance that Java objects own, each with a destructor that runs
/// once: when the object is closed, at the next call into the module after nobody can reach it, or
/// when the instance ends. Destructors never run on a thread of the collector, and those of a
/// serialized module alone.
final class OwnedPointers {

  private final NativeInstance instance;
  private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
  private final SequencedSet<Owned> live = new LinkedHashSet<>();

  OwnedPointers(NativeInstance instance) {
    this.instance = instance;
  }

  /// One pointer, which its owner keeps to close it.
  final class Owned extends PhantomReference<Object> {
    private final long address;
    private final long destructor;
    private final String what;
    private volatile boolean destroyed;

    private Owned(Object owner, long address, long destructor, String what) {
      super(owner, unreachable);
      this.address = address;
      this.destructor = destructor;
      this.what = what;
    }

    long address() {
      return address;
    }

    boolean isDestroyed() {
      return destroyed;
    }

    /// Runs the destructor unless it has run.
    void destroy() {
      Lock lock = instance.serialLock();
      if (lock != null) {
        lock.lock();
      }
      try {
        if (remove(this)) {
          destroyed = true;
          if (destructor != 0) {
            BoundCall.destroy(instance, what, destructor, address);
          }
        }
      } finally {
        if (lock != null) {
          lock.unlock();
        }
      }
    }
  }

  /// Makes an object the owner of a pointer.
  ///
  /// @param destructor 0 for none
  Owned add(Object owner, long address, long destructor, String what) {
    Owned owned = new Owned(owner, address, destructor, what);
    synchronized (live) {
      live.add(owned);
    }
    return owned;
  }

  private boolean remove(Owned owned) {
    synchronized (live) {
      return live.remove(owned);
    }
  }

  /// Runs the destructors of what nobody can reach any more.
  void destroyUnreachable() {
    for (Reference<?> next = unreachable.poll(); next != null; next = unreachable.poll()) {
      if (next instanceof Owned owned) {
        owned.destroy();
      }
    }
  }

  /// Runs all destructors that have not run, the youngest first.
  ///
  /// @param failures gets what goes wrong
  void destroyAll(List<Throwable> failures) {
    for (Owned owned = youngest(); owned != null; owned = youngest()) {
      try {
        owned.destroy();
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
    }
  }

  private @Nullable Owned youngest() {
    synchronized (live) {
      return live.isEmpty() ? null : live.getLast();
    }
  }
}
