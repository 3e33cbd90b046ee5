// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.FunctionObject;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.value.Warning;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The pointers of one module instance that Java objects own, each with a destructor that runs
/// once: when the object is closed, at the next call into the module after nobody can reach it, or
/// when the instance ends. Destructors never run on a thread of the collector, and those of a
/// serialized module alone.
///
/// **The rule:** C gets a pointer only between [Owned#use] and [Owned#endUse]. Closing an object
/// refuses later uses at once and leaves the destructor to the last user, so that it never waits: a
/// method may close its own object, and two may close each other's.
///
/// The end of an instance is bounded: the destructors that run then may make [#MOST_LATE] new
/// objects together; more are refused, and so are all after the last destructor has run.
public final class OwnedPointers {

  /// How many pointers may be added while an instance ends.
  static final int MOST_LATE = 10_000;

  private static final int CLOSED = 1 << 30;

  private static final long MOST_WAIT_MILLIS = 1_000;
  private static final long LAST_WAIT_MILLIS = 20;

  private final NativeInstance instance;
  private boolean ends;
  private boolean hasEnded;
  private int late;
  private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
  private final SequencedSet<Owned> live = new LinkedHashSet<>();

  OwnedPointers(NativeInstance instance) {
    this.instance = instance;
  }

  /// An object that owns a pointer.
  public interface Holder {
    /// The pointer.
    Owned owned();
  }

  /// One pointer, which its owner keeps to close it.
  public final class Owned extends PhantomReference<Object> implements References.Releasable {
    private final long address;
    private final long destructor;
    private final String what;
    private final boolean isOfFunction;

    /// How many calls have the pointer, and whether it is closed.
    private final AtomicInteger users = new AtomicInteger();

    private Owned(Object owner, long address, long destructor, String what) {
      super(owner, unreachable);
      this.address = address;
      this.destructor = destructor;
      this.what = what;
      this.isOfFunction = owner instanceof FunctionObject;
    }

    /// Begins a use of the pointer, if it is not closed.
    ///
    /// @return whether it was begun; the caller ends it with [#endUse]
    boolean use() {
      int before = users.get();
      while ((before & CLOSED) == 0) {
        if (users.compareAndSet(before, before + 1)) {
          return true;
        }
        before = users.get();
      }
      return false;
    }

    /// Whose pointer it is, for messages.
    String what() {
      return what;
    }

    /// The pointer, for a user.
    long address() {
      return address;
    }

    @Override
    public void abandon() {
      endUse();
    }

    /// Ends a use. The last one runs the destructor if the object was closed meanwhile; if the
    /// instance ends already, that does so.
    void endUse() {
      if (users.decrementAndGet() == CLOSED) {
        try {
          destroy();
        } catch (InterpreterError _) {
          keep(this);
        }
      }
    }

    public boolean isClosed() {
      return (users.get() & CLOSED) != 0;
    }

    /// Refuses further uses, and runs the destructor as soon as nobody has the pointer any more.
    public void close() {
      int before = users.getAndUpdate(count -> count | CLOSED);
      if (before == 0) {
        destroy();
      }
    }

    /// Runs the destructor unless it has run.
    private void destroy() {
      Lock lock = instance.serialLock();
      if (lock != null) {
        lock.lock();
      }
      try {
        if (remove(this) && destructor != 0) {
          callDestructor();
        }
      } finally {
        if (lock != null) {
          lock.unlock();
        }
      }
    }

    /// Calls the destructor, a `TnDestructor`; the caller holds the lock of a serialized module. An
    /// error that it sets is reported as a warning.
    private void callDestructor() {
      NativeContext context = instance.enterToDestroy();
      try {
        instance.host().invoke(Abi.INVOKE_DESTRUCTOR, destructor, context.context(), address);
        Throwable raised = context.pendingError().fetch();
        if (raised != null) {
          instance
              .owner()
              .warn(
                  new Warning(
                      Warning.Category.RUNTIME,
                      "Exception ignored in the destructor of %s: %s".formatted(what, raised)));
        }
      } finally {
        context.leave();
      }
    }
  }

  /// Makes an object the owner of a pointer.
  ///
  /// @param destructor 0 for none
  /// @throws RuntimeError if the instance ends and has added too many since, or its destructors
  ///   have all run
  public Owned add(Object owner, long address, long destructor, String what) {
    Owned owned = new Owned(owner, address, destructor, what);
    synchronized (live) {
      checkOpen(what);
      live.add(owned);
    }
    return owned;
  }

  private void keep(Owned owned) {
    synchronized (live) {
      live.add(owned);
    }
  }

  private void checkOpen(String what) {
    if (hasEnded) {
      throw new RuntimeError(
          "cannot make %s: module %s ends, and its destructors have run"
              .formatted(what, Escapes.quoted(instance.module().name())));
    }
    if (ends && ++late > MOST_LATE) {
      throw new RuntimeError(
          "cannot make %s: module %s ends and has made %d objects since; do not make objects in"
                  .formatted(what, Escapes.quoted(instance.module().name()), MOST_LATE)
              + " destructors");
    }
  }

  private boolean remove(Owned owned) {
    synchronized (live) {
      return live.remove(owned);
    }
  }

  /// The objects that are open and that somebody can reach, a phrase each kind. The garbage
  /// collector is asked first, if there are any. Functions are none.
  ///
  /// @param own objects that do not count
  List<String> open(Set<Owned> own) {
    List<String> open = openNow(own);
    if (!open.isEmpty()) {
      awaitUnreachable();
      open = openNow(own);
    }
    return open;
  }

  /// The collector hands over what it found some time after it has run.
  private void awaitUnreachable() {
    ReferenceQueue<Object> found = new ReferenceQueue<>();
    WeakReference<Object> sentinel = new WeakReference<>(new Object(), found);
    try {
      System.gc();
      Reference<?> _ = found.remove(MOST_WAIT_MILLIS);
      Reference<?> next = unreachable.remove(LAST_WAIT_MILLIS);
      while (next != null) {
        if (next instanceof Owned owned) {
          owned.close();
        }
        next = unreachable.remove(LAST_WAIT_MILLIS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      Reference.reachabilityFence(sentinel);
    }
  }

  private List<String> openNow(Set<Owned> own) {
    Map<String, Integer> counts = new TreeMap<>();
    synchronized (live) {
      for (Owned owned : live) {
        if (!owned.isClosed() && !owned.isOfFunction && !own.contains(owned)) {
          counts.merge(owned.what(), 1, Integer::sum);
        }
      }
    }
    return counts.entrySet().stream()
        .map(each ->
            each.getValue() == 1
                ? "%s, which is open".formatted(each.getKey())
                : "%s, of which %d are open".formatted(each.getKey(), each.getValue()))
        .toList();
  }

  /// Runs the destructors of what nobody can reach any more.
  void destroyUnreachable() {
    for (Reference<?> next = unreachable.poll(); next != null; next = unreachable.poll()) {
      if (next instanceof Owned owned) {
        owned.close();
      }
    }
  }

  /// Runs all destructors that have not run, the youngest first, because the instance ends. No call
  /// of another thread is under way by then.
  ///
  /// @param failures gets what goes wrong
  void destroyAll(List<Throwable> failures) {
    synchronized (live) {
      ends = true;
    }
    for (Owned owned = youngest(); owned != null; owned = youngest()) {
      try {
        owned.close();
        owned.destroy();
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
    }
  }

  private @Nullable Owned youngest() {
    synchronized (live) {
      hasEnded = live.isEmpty();
      return hasEnded ? null : live.getLast();
    }
  }
}
