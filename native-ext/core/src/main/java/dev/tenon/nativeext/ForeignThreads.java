package dev.tenon.nativeext;

import dev.tenon.error.InterpreterError;
import dev.tenon.error.RuntimeError;
import dev.tenon.module.Warning;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The threads made in C that use one module instance, one at a time: each has the lock of the
/// context from [#attach] to [#detach].
final class ForeignThreads {

  /// How often a thread that waits looks whether the instance ends meanwhile.
  private static final long WAIT_MILLISECONDS = 20;

  private final NativeInstance instance;
  private volatile boolean ended;

  /// Guarded by the lock of the context.
  private @Nullable Attached attached;

  private record Attached(Thread thread, NativeInstance.Entry entry) {}

  ForeignThreads(NativeInstance instance) {
    this.instance = instance;
  }

  /// Attaches the current thread to the instance whose number is in a frame, and puts the address
  /// of its context there.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited
  static void attach(long frame) throws InterruptedException {
    NativeInstance instance = Instances.find(Memory.getLong(frame + Abi.VALUE_PAYLOAD));
    long context = instance.foreignThreads().attach();
    Memory.putLong(frame + Abi.VALUE_SIZE + Abi.VALUE_PAYLOAD, context);
  }

  private long attach() throws InterruptedException {
    Lock lock = instance.contextLock();
    while (!lock.tryLock(WAIT_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      checkNotEnded();
    }
    try {
      checkNotEnded();
      if (attached != null || instance.pendingError().isSet()) {
        throw new RuntimeError("this thread was called by the host or is attached already");
      }
      attached = new Attached(Thread.currentThread(), instance.enter());
      return instance.context();
    } catch (RuntimeException | Error e) {
      lock.unlock();
      throw e;
    }
  }

  private void checkNotEnded() {
    if (ended) {
      throw new InterpreterError("the module instance ends");
    }
  }

  /// Detaches the current thread.
  ///
  /// @throws RuntimeError if it is not attached
  void detach() {
    Lock lock = instance.contextLock();
    lock.lock();
    try {
      Attached mine = attached;
      if (mine == null || mine.thread() != Thread.currentThread()) {
        throw new RuntimeError("tn_detach() was called by a thread that is not attached");
      }
      attached = null;
      reportError();
      mine.entry().leave();
      lock.unlock(); // the one that attach() has left locked
    } finally {
      lock.unlock();
    }
  }

  private void reportError() {
    Throwable pending = instance.pendingError().fetch();
    if (pending != null) {
      instance
          .owner()
          .warn(
              new Warning(
                  Warning.Category.RUNTIME,
                  "Exception ignored in a thread of module '%s': %s"
                      .formatted(instance.module().name(), pending)));
    }
  }

  /// Lets no thread attach any more.
  void end() {
    ended = true;
  }
}
