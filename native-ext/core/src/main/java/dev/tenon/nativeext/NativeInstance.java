package dev.tenon.nativeext;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.InterpreterError;
import dev.tenon.error.Phase;
import dev.tenon.error.RuntimeError;
import dev.tenon.error.TenonError;
import dev.tenon.error.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.ModuleState;
import dev.tenon.nativeext.spi.HostFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One instance of a native module: its `TnContext`, its state block and the Java objects that C
/// refers to. Every call into the module passes through an [Entry]. After [#release] calls raise
/// instead of touching freed memory.
final class NativeInstance implements ModuleState {

  private final ModuleObject module;
  private final Lock contextLock;
  private final References references = new References();
  private final long id;
  private final long context;
  private final long state;
  private volatile boolean open = true;
  private final PendingError pendingError;
  private final Checks checks;
  private final ExitHooks exitHooks = new ExitHooks();
  private final OwnedPointers ownedPointers = new OwnedPointers(this);
  private final ForeignThreads foreignThreads = new ForeignThreads(this);
  private final Map<Long, ResourceType> resourceTypes = new ConcurrentHashMap<>();

  private NativeInstance(ModuleObject module, long stateSize) {
    this.module = module;
    ModuleOwner owner = module.owner();
    this.contextLock = owner == null ? new ReentrantLock() : owner.serialLock();
    this.id = Instances.add(this);
    this.checks = new Checks(module);
    this.context = NativeHost.get().newContext(stateSize, id, checks);
    this.state = Memory.getLong(context + Abi.CONTEXT_STATE);
    this.pendingError = new PendingError(module, context);
  }

  /// Allocates zeroed state for a module.
  static NativeInstance open(ModuleObject module, long stateSize) {
    return new NativeInstance(module, stateSize);
  }

  /// The instance of a module.
  ///
  /// @throws RuntimeError if the module has none, because it was not executed
  static NativeInstance of(ModuleObject module) {
    if (module.state() instanceof NativeInstance instance) {
      return instance;
    }
    throw new RuntimeError(
        "module '%s' has no native state: it has not been executed".formatted(module.name()));
  }

  /// Guards the context, which one thread at a time may use. A module that declares free threads is
  /// called without it only where no context is involved.
  Lock contextLock() {
    return contextLock;
  }

  /// The module.
  ModuleObject module() {
    return module;
  }

  References references() {
    return references;
  }

  Checks checks() {
    return checks;
  }

  PendingError pendingError() {
    return pendingError;
  }

  ExitHooks exitHooks() {
    return exitHooks;
  }

  ForeignThreads foreignThreads() {
    return foreignThreads;
  }

  OwnedPointers ownedPointers() {
    return ownedPointers;
  }

  /// The type of resources at an address; it is read once.
  ResourceType resourceType(long address) {
    return resourceTypes.computeIfAbsent(address, ResourceType::at);
  }

  /// The interpreter of the module.
  ///
  /// @throws RuntimeError if the module lives in none
  ModuleOwner owner() {
    ModuleOwner owner = module.owner();
    if (owner == null) {
      throw new RuntimeError("module '%s' lives in no interpreter".formatted(module.name()));
    }
    return owner;
  }

  /// The address of the `TnContext`.
  long context() {
    checkOpen();
    return context;
  }

  /// The address of the state block; 0 for a module without state.
  ///
  /// @throws InterpreterError if the instance was released
  long liveState() {
    checkOpen();
    return state;
  }

  /// Makes sure that the instance was not released.
  ///
  /// @throws InterpreterError if it was
  void checkOpen() {
    if (!open) {
      throw new InterpreterError(
          "module '%s' was closed with its interpreter; import it again in an open one"
              .formatted(module.name()));
    }
  }

  @Override
  public @Nullable Object value() {
    return null;
  }

  /// Runs the exit hooks of the module and the destructors of its resources.
  @Override
  public void finish() throws Exception {
    List<Throwable> failures = new ArrayList<>();
    foreignThreads.end();
    exitHooks.run(this, failures);
    ownedPointers.destroyAll(failures);
    if (!failures.isEmpty()) {
      Throwable first = failures.removeFirst();
      failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
      if (first instanceof Error error) {
        throw error;
      }
      throw (Exception) first;
    }
  }

  @Override
  public void release() {
    contextLock.lock(); // whoever has it is still in the context
    try {
      open = false;
      checks.reportLeaks();
      Instances.remove(id);
      NativeHost.get().freeContext(context);
    } finally {
      contextLock.unlock();
    }
  }

  /// Keeps an error that Java code raised while C had called it, so that the outer Java caller gets
  /// this very object if C passes the failure on.
  void park(Throwable thrown) {
    pendingError.park(thrown);
  }

  /// Runs an exec, clear, free or upgrade slot.
  ///
  /// @throws TenonError what the slot raises
  void runSlot(SlotId slot, long function) {
    Entry entry = enter();
    try {
      long status = NativeHost.get().invoke(slot, function, context, 0);
      entry.checkSlot(slot, (int) status);
    } finally {
      entry.leave();
    }
  }

  /// Runs a create slot.
  ///
  /// @return what it made; null for nothing
  /// @throws TenonError what the slot raises
  @Nullable Object runCreate(long function, Object spec) {
    Entry entry = enter();
    Scratch scratch = Scratch.take();
    long frame = scratch.address();
    long made = frame + Abi.VALUE_SIZE;
    try {
      ValueCodec.write(frame, spec, _ -> 0, references);
      Memory.putInt(made, Abi.NONE);
      int status = (int) NativeHost.get().invoke(SlotId.CREATE, function, context, frame);
      entry.checkSlot(SlotId.CREATE, status);
      return ValueCodec.read(made, references);
    } finally {
      entry.leave();
      scratch.give();
    }
  }

  /// Runs the main slot.
  ///
  /// @return the exit status
  /// @throws TenonError what the slot raises
  int runMain(long function, List<String> arguments) {
    Entry entry = enter();
    try (NativeArguments vector = NativeArguments.of(arguments)) {
      long status = NativeHost.get().invoke(SlotId.MAIN, function, context, vector.address());
      entry.checkSlot(SlotId.MAIN, (int) status);
      return vector.exitStatus();
    } finally {
      entry.leave();
    }
  }

  /// Calls a dynamic function.
  @Nullable Object callDynamic(String name, HostFunction function, @Nullable Object[] arguments) {
    checkCount(name, arguments);
    contextLock.lock();
    try {
      return callLocked(name, function, arguments);
    } finally {
      contextLock.unlock();
    }
  }

  private @Nullable Object callLocked(
      String name, HostFunction function, @Nullable Object[] arguments) {
    Entry entry = enter();
    Scratch scratch = Scratch.take();
    long frame = scratch.address();
    long result = frame + (long) arguments.length * Abi.VALUE_SIZE;
    try (ValueCodec.CallSpace space =
        new ValueCodec.CallSpace(result + Abi.VALUE_SIZE, frame + Scratch.SIZE)) {
      for (int index = 0; index < arguments.length; index++) {
        ValueCodec.write(
            frame + (long) index * Abi.VALUE_SIZE, arguments[index], space, references);
      }
      Memory.putInt(result, Abi.NONE);
      int status = (int) function.call(context, frame, arguments.length, result);
      entry.checkCall(name, status);
      return ValueCodec.read(result, references);
    } finally {
      entry.leave();
      scratch.give();
    }
  }

  private static void checkCount(String name, @Nullable Object[] arguments) {
    int most = Scratch.SIZE / Abi.VALUE_SIZE / 2;
    if (arguments.length > most) {
      throw new ValueError(
          "%s() was given %d arguments, expected at most %d; pass them as one list"
              .formatted(name, arguments.length, most));
    }
  }

  /// Begins a call into the module.
  Entry enter() {
    checkOpen();
    ownedPointers.destroyUnreachable();
    return enterToDestroy();
  }

  /// Begins a call of a destructor.
  Entry enterToDestroy() {
    checkOpen();
    return new Entry(references.mark(), Memory.getLong(context + Abi.CONTEXT_CALL_MEMORY));
  }

  /// One call into the module: what was there before it, and how it ended.
  final class Entry {
    private final int referenceMark;
    private final long memoryMark;

    private Entry(int referenceMark, long memoryMark) {
      this.referenceMark = referenceMark;
      this.memoryMark = memoryMark;
      checks.enter();
    }

    /// Raises what a typed function with a context has left pending.
    void check(String function) {
      if (isPending()) {
        throw pendingError.take(function);
      }
    }

    /// Holds the status of a dynamic function against the pending error.
    void checkCall(String function, int status) {
      if (status == 0 && !isPending()) {
        return;
      }
      if (status == 0) {
        throw unreported(function + "() returned a result with an exception set", Phase.CALL);
      }
      if (!isPending()) {
        throw broken(function + "() failed without setting an exception", Phase.CALL, null);
      }
      throw pendingError.take(function);
    }

    /// Holds the status of a slot against the pending error.
    void checkSlot(SlotId slot, int status) {
      if (status == 0 && !isPending()) {
        return;
      }
      String deed =
          switch (slot) {
            case EXEC -> "execution";
            case CREATE -> "creation";
            default -> slot.label() + " slot";
          };
      Phase phase =
          switch (slot) {
            case EXEC -> Phase.EXEC;
            case CREATE -> Phase.CREATE;
            case MAIN -> Phase.MAIN;
            default -> Phase.CLOSE;
          };
      if (status == 0) {
        throw unreported(
            "%s of module %s raised unreported exception".formatted(deed, module.name()), phase);
      }
      if (!isPending()) {
        throw broken(
            "%s of module %s failed without setting an exception".formatted(deed, module.name()),
            phase,
            null);
      }
      throw pendingError.take(module.name());
    }

    private boolean isPending() {
      return pendingError.isSet();
    }

    private ExtensionContractException unreported(String message, Phase phase) {
      return broken(message, phase, pendingError.take(module.name()));
    }

    private ExtensionContractException broken(
        String message, Phase phase, @Nullable Throwable cause) {
      Object file = module.namespace().get("__file__");
      ExtensionContractException error =
          new ExtensionContractException(
              message, module.name(), file instanceof String text ? text : null, phase);
      if (cause != null) {
        error.initCause(cause);
      }
      return error;
    }

    /// Ends the call: what lived only for it is given back.
    void leave() {
      checks.leave();
      references.releaseTo(referenceMark);
      if (open && Memory.getLong(context + Abi.CONTEXT_CALL_MEMORY) != memoryMark) {
        NativeHost.get().releaseCallMemory(context, memoryMark);
      }
    }
  }
}
