package dev.tenon.nativeext;

import dev.tenon.error.InterpreterError;
import dev.tenon.error.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Warning;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The threads made in C that use one module instance. Each has a context of its own from [#attach]
/// to [#detach], and for a serialized module the lock that its calls hold.
final class ForeignThreads {

  /// How often a thread that waits looks whether the instance ends meanwhile.
  private static final long WAIT_MILLISECONDS = 20;

  private final NativeInstance instance;
  private final Map<Thread, NativeContext> attached = new ConcurrentHashMap<>();
  private volatile boolean ended;

  ForeignThreads(NativeInstance instance) {
    this.instance = instance;
  }

  /// Attaches the current thread to the instance of the context whose number is in a frame, and
  /// puts the address of the thread's own context there.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited
  static void attach(long frame) throws InterruptedException {
    NativeInstance instance = Instances.find(Memory.getLong(frame + Abi.VALUE_PAYLOAD)).instance();
    long context = instance.foreignThreads().attach();
    Memory.putLong(frame + Abi.VALUE_SIZE + Abi.VALUE_PAYLOAD, context);
  }

  private long attach() throws InterruptedException {
    checkOpen();
    if (instance.isEntered()) {
      throw new RuntimeError("this thread was called by the host or is attached already");
    }
    Lock lock = instance.serialLock();
    while (lock != null && !lock.tryLock(WAIT_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      checkOpen();
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
  void detach(NativeContext context) {
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
      instance
          .owner()
          .warn(
              new Warning(
                  Warning.Category.RUNTIME,
                  "Exception ignored in a thread of module %s: %s"
                      .formatted(Escapes.quoted(instance.module().name()), pending)));
    }
  }

  /// Lets no thread attach any more.
  void end() {
    ended = true;
  }
}
