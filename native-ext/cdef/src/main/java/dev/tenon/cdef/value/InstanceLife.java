// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.call.CloseWait;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether one module instance may still be used, and what its end waits for: calls, and segments
/// of the library's memory. Any thread may use it.
public final class InstanceLife {

  private static final long PATIENCE_NANOS = 50_000;
  private static final int MOST_TRIALS = 20_000;

  private final ModuleObject module;
  private final boolean countsCalls;
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();
  private @Nullable Arena ownMemory;
  private volatile boolean open = true;
  private volatile @Nullable Thread closer;

  /// The life of an instance.
  ///
  /// @param countsCalls whether its end waits for calls
  public InstanceLife(ModuleObject module, boolean countsCalls) {
    this.module = module;
    this.countsCalls = countsCalls;
  }

  /// Makes sure that the module may still be used.
  ///
  /// @throws InterpreterError if its interpreter is closed
  public void checkOpen() {
    if (!open && closer != Thread.currentThread()) {
      ModuleHost host = module.interpreter();
      throw InterpreterError.ofEndedModule(module.name(), host != null && !host.isClosed());
    }
  }

  /// Whether the end of the module waits for calls.
  public boolean countsCalls() {
    return countsCalls;
  }

  /// Begins a call that the end of the module waits for. It never queues behind that: a call that
  /// is waited for may itself wait for this one.
  ///
  /// @throws InterpreterError if the interpreter of the module is closed
  public void beginCall() {
    while (!calls.readLock().tryLock()) {
      checkOpen();
      Thread.onSpinWait();
    }
  }

  /// Ends a call that was begun.
  public void endCall() {
    calls.readLock().unlock();
  }

  /// Runs an access to memory that the end of the module must not come between.
  public <T extends @Nullable Object> T during(Supplier<T> access) {
    if (!countsCalls) {
      checkOpen();
      return access.get();
    }
    beginCall();
    try {
      checkOpen();
      return access.get();
    } finally {
      endCall();
    }
  }

  /// Memory of the library as a segment for the host, which must not reach it when it is gone.
  @SuppressWarnings("restricted") // the library vouches for the address
  MemorySegment ownMemory(long address, long size) {
    MemorySegment memory = CMemory.at(address, size);
    return countsCalls ? memory.reinterpret(ownMemory(), null) : memory;
  }

  private synchronized Arena ownMemory() {
    checkOpen();
    Arena known = ownMemory;
    if (known == null) {
      known = Arena.ofShared();
      ownMemory = known;
    }
    return known;
  }

  /// Whether the current thread is inside a call that the end of the module would wait for.
  public boolean isEntered() {
    return calls.getReadHoldCount() > 0;
  }

  /// Refuses further calls, but those of the current thread, and waits for those under way.
  public void awaitCalls() {
    closer = Thread.currentThread();
    open = false;
    // A call that the current thread is inside of is not waited for.
    if (countsCalls && !isEntered()) {
      ReentrantReadWriteLock.WriteLock last = calls.writeLock();
      take(last);
      try {
        open = false;
      } finally {
        last.unlock();
      }
    }
  }

  private void take(ReentrantReadWriteLock.WriteLock last) {
    ModuleHost host = module.interpreter();
    CloseWait wait = new CloseWait(module.name(), host == null ? null : host::warn);
    while (!last.tryLock()) {
      wait.look(() ->
          "%d call(s) of other threads to return from it; a thread dump shows where they are"
              .formatted(calls.getReadLockCount()));
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
  }

  /// Refuses the current thread, too.
  public void close() {
    open = false;
    closer = null;
  }

  /// Ends the segments that the host got of the library's memory. A call of another module that has
  /// one of them is waited for, but not for ever: it may be the very call that closes.
  ///
  /// @return whether they have ended
  public synchronized boolean endOwnMemory() {
    Arena arena = ownMemory;
    for (int trial = 0; arena != null && arena.scope().isAlive() && trial < MOST_TRIALS; trial++) {
      try {
        arena.close();
      } catch (IllegalStateException _) {
        LockSupport.parkNanos(PATIENCE_NANOS);
      }
    }
    return arena == null || !arena.scope().isAlive();
  }
}
