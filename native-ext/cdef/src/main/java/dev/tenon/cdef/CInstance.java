package dev.tenon.cdef;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleState;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import dev.tenon.value.Warning;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One instance of a module of a C library: what it made for Java and has to give back.
final class CInstance implements ModuleState {

  private static final long PATIENCE_NANOS = 50_000;
  private static final int MOST_TRIALS = 20_000;

  private final ModuleObject module;
  private final CModule definition;
  private final FramePool frames = new FramePool();
  private final Access access;
  private final TypeNameReader types;
  private final Callbacks callbacks = new Callbacks(this);
  private final PointedFunctions pointedFunctions = new PointedFunctions(this);
  private final Parked parked;
  private final Deque<Ownership> owned = new ArrayDeque<>();
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();
  private @Nullable Arena ownMemory;
  private volatile boolean open = true;
  private volatile @Nullable Thread closer;

  CInstance(ModuleObject module, CModule definition) {
    this.module = module;
    this.definition = definition;
    this.parked = new Parked(definition.symbols().backend());
    this.access = new Access(this);
    this.types = new TypeNameReader(definition.declarations());
    definition.symbols().library().enter();
  }

  /// The instance of a module.
  ///
  /// @throws RuntimeError if the module has none, because it was not executed
  static CInstance of(ModuleObject module) {
    if (Modules.stateOf(module) instanceof CInstance instance) {
      return instance;
    }
    throw new RuntimeError(
        "module %s is no executed module of a C library".formatted(Escapes.quoted(module.name())));
  }

  ModuleObject module() {
    return module;
  }

  Layouts layouts() {
    return definition.layouts();
  }

  Declarations declarations() {
    return definition.declarations();
  }

  Symbols symbols() {
    return definition.symbols();
  }

  /// What calls the functions of the library.
  NativeBackend backend() {
    return definition.symbols().backend();
  }

  Access access() {
    return access;
  }

  TypeNameReader types() {
    return types;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  PointedFunctions pointedFunctions() {
    return pointedFunctions;
  }

  Parked parked() {
    return parked;
  }

  /// Makes sure that the module may still be used.
  ///
  /// @throws InterpreterError if its interpreter is closed
  void checkOpen() {
    if (!open && closer != Thread.currentThread()) {
      throw new InterpreterError(
          "module %s was closed with its interpreter; import it again in an open one"
              .formatted(Escapes.quoted(module.name())));
    }
  }

  /// Begins a call that needs a frame.
  CallFrame enter() {
    checkOpen();
    return frames.take();
  }

  /// Managed memory for elements of a type.
  ///
  /// @throws MemoryError if there is no room for them
  CObject allocate(CType type, long count) {
    try {
      long size = Math.multiplyExact(layouts().sizeOf(type), count);
      Managed memory = new Managed(size, Math.max(8, layouts().alignmentOf(type)));
      return new CObject(this, type, memory.segment().address(), count, memory, null);
    } catch (ArithmeticException | OutOfMemoryError e) {
      throw new MemoryError(
          "cannot allocate %d values of %s%s; allocate fewer, or raise the JVM's limit with -XX:MaxDirectMemorySize"
              .formatted(
                  count,
                  Escapes.quoted(type),
                  e.getMessage() == null ? "" : " (%s)".formatted(e.getMessage())),
          e);
    }
  }

  /// A pointer that the library handed over.
  ///
  /// @param free gives it back
  CObject adopt(CType.Pointer type, long address, Runnable free) {
    Ownership ownership = new Ownership(free);
    synchronized (owned) {
      owned.removeIf(Ownership::isGone);
      owned.push(ownership);
    }
    return new CObject(this, type.target(), address, 1, null, ownership);
  }

  /// Whether the end of the module waits for calls.
  boolean countsCalls() {
    return definition.countsCalls();
  }

  /// Begins a call that the end of the module waits for. It never queues behind that: a call that
  /// is waited for may itself wait for this one.
  ///
  /// @throws InterpreterError if the interpreter of the module is closed
  void beginCall() {
    while (!calls.readLock().tryLock()) {
      checkOpen();
      Thread.onSpinWait();
    }
  }

  void endCall() {
    calls.readLock().unlock();
  }

  /// Runs an access to memory that the end of the module must not come between.
  <T extends @Nullable Object> T during(Supplier<T> access) {
    if (!countsCalls()) {
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
    return countsCalls() ? memory.reinterpret(ownMemory(), null) : memory;
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

  /// Ends the segments that the host got of the library's memory. A call of another module that has
  /// one of them is waited for, but not for ever: it may be the very call that closes.
  ///
  /// @return whether they have ended
  private synchronized boolean endOwnMemory() {
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

  private void warnOfUsedMemory() {
    ModuleOwner owner = ModuleOwner.of(module);
    if (owner != null) {
      owner.warn(
          new Warning(
              Warning.Category.RUNTIME,
              "the library of module '%s' stays mapped: a call has a segment of its memory"
                  .formatted(module.name())));
    }
  }

  /// Whether the current thread is inside a call that the end of the module would wait for.
  @Override
  public boolean isEntered() {
    return calls.getReadHoldCount() > 0;
  }

  @Override
  public @Nullable Object value() {
    return null;
  }

  /// Gives back what the library handed over and nobody did, the last first.
  @Override
  public void finish() {
    List<Ownership> all;
    synchronized (owned) {
      all = new ArrayList<>(owned);
      owned.clear();
    }
    RuntimeException failure = null;
    for (Ownership each : all) {
      try {
        each.release();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void awaitCalls() {
    closer = Thread.currentThread();
    open = false;
    // A call that the current thread is inside of is not waited for.
    if (definition.countsCalls() && calls.getReadHoldCount() == 0) {
      ReentrantReadWriteLock.WriteLock last = calls.writeLock();
      last.lock();
      try {
        open = false;
      } finally {
        last.unlock();
      }
    }
  }

  @Override
  public void release() {
    open = false;
    closer = null;
    callbacks.close();
    if (endOwnMemory()) {
      definition.symbols().library().leave();
    } else {
      warnOfUsedMemory();
    }
  }
}
