// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.call.SerialLock;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.value.Warning;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The threads made in C that use one module instance. Each has a context of its own from [#attach]
/// to [#detach], and for a serialized module the lock that its calls hold. A thread that ends
/// without detaching is detached by the host library, so that nothing waits for it.
public final class ForeignThreads {

  /// How often a thread that waits looks whether the instance ends meanwhile.
  private static final long WAIT_MILLISECONDS = 20;

  /// After what time a wait that may never end is reported.
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final NativeInstance instance;
  private final Map<Thread, NativeContext> attached = new ConcurrentHashMap<>();
  private volatile boolean ended;

  ForeignThreads(NativeInstance instance) {
    this.instance = instance;
  }

  /// Attaches the current thread.
  ///
  /// @return the address of a context of its own
  /// @throws InterruptedException if the thread was interrupted while it waited
  public long attach() throws InterruptedException {
    checkOpen();
    if (instance.isEntered()) {
      throw new RuntimeError("this thread was called by the host or is attached already");
    }
    Lock lock = instance.serialLock();
    if (lock instanceof SerialLock serial && serial.isHeldByCurrentThread()) {
      throw new RuntimeError("this thread was called by the host");
    }
    if (lock != null) {
      await(lock);
    }
    try {
      checkOpen();
      NativeContext context = instance.enter();
      attached.put(Thread.currentThread(), context);
      return context.context();
    } catch (RuntimeException | Error e) {
      unlock(lock);
      throw e;
    }
  }

  private void await(Lock lock) throws InterruptedException {
    long start = System.nanoTime();
    boolean reported = false;
    while (!lock.tryLock(WAIT_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      checkOpen();
      if (!reported && System.nanoTime() - start > PATIENCE.toNanos()) {
        reported = true;
        reportWait(lock instanceof SerialLock serial ? serial.holder() : null);
      }
    }
  }

  /// Reports that the current thread waits to attach. With checks on that is an error: it does not
  /// get in.
  private void reportWait(@Nullable Thread holder) {
    String what =
        ("thread %s has waited %d seconds to attach, and thread %s is in a function of the"
                + " interpreter's serialized modules; a function that waits for its threads must"
                + " take no context and belong to a module with TN_THREADS_FREE")
            .formatted(
                Escapes.quoted(Thread.currentThread().getName()),
                PATIENCE.toSeconds(),
                Escapes.quoted(holder == null ? "(unknown)" : holder.getName()));
    if (instance.checks().areOn()) {
      instance.checks().report(what);
      throw new RuntimeError(what);
    }
    warn("module %s: %s".formatted(Escapes.quoted(instance.module().name()), what));
  }

  private void warn(String message) {
    instance.owner().warn(new Warning(Warning.Category.RUNTIME, message));
  }

  private static void unlock(@Nullable Lock lock) {
    if (lock != null) {
      lock.unlock();
    }
  }

  private void checkOpen() {
    if (ended) {
      throw new InterpreterError("the module instance ends");
    }
    instance.checkOpen();
  }

  /// Detaches the current thread.
  ///
  /// @param context the one that it got from [#attach]
  /// @throws RuntimeError if it is not attached
  public void detach(NativeContext context) {
    if (!attached.remove(Thread.currentThread(), context)) {
      throw new RuntimeError("tn_detach() was called by a thread that is not attached");
    }
    try {
      reportError(context);
    } finally {
      context.leave();
      unlock(instance.serialLock());
    }
  }

  private void reportError(NativeContext context) {
    Throwable pending = context.pendingError().fetch();
    if (pending != null) {
      warn(
          "Exception ignored in a thread of module %s: %s"
              .formatted(Escapes.quoted(instance.module().name()), pending));
    }
  }

  /// Detaches the current thread, which ends.
  ///
  /// @param context the one that it got from [#attach]
  public void threadEnds(NativeContext context) {
    if (attached.get(Thread.currentThread()) == context) {
      reportEnd(Thread.currentThread());
      detach(context);
    }
  }

  private void reportEnd(Thread thread) {
    warn(
        "thread %s of module %s ended without tn_detach(); it was detached"
            .formatted(Escapes.quoted(thread.getName()), Escapes.quoted(instance.module().name())));
  }

  /// Detaches the threads of Java that attached and have ended, which the host library cannot see.
  void detachEnded() {
    attached.forEach((thread, context) -> {
      if (!thread.isAlive() && attached.remove(thread, context)) {
        reportEnd(thread);
        context.leave();
      }
    });
  }

  /// Lets no thread attach any more.
  void end() {
    ended = true;
  }
}
