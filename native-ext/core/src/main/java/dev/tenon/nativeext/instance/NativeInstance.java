// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.call.CloseWait;
import dev.tenon.call.SerialLock;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleState;
import dev.tenon.module.ThreadSupport;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.SlotId;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.bridge.Trail;
import dev.tenon.nativeext.image.ImageLeases;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Scratch;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One instance of a native module: its state block, the Java objects that C holds, and its
/// contexts. Each call takes a context of its own, so that calls of several threads run at once and
/// nested ones do not meet. Once the instance is closing, calls raise instead of touching memory
/// that will be freed, and calls that are under way are awaited.
public final class NativeInstance implements ModuleState {

  private static final long PATIENCE_NANOS = 50_000;

  /// So many calls later a context is used again, in a module that runs with checks.
  private static final int CHECKED_CONTEXTS = 32;

  private final ModuleObject module;
  private final NativeHost host;
  private final StateLayout layout;
  private final HeldReferences held;
  private final long state;
  private volatile NativeContext[] contexts;
  private volatile boolean open = true;
  private volatile boolean released;

  /// Whether what is released waits for the end of a serialized call.
  private volatile boolean isDeferred;

  private boolean freed;
  private volatile @Nullable NativeInstance successor;

  /// Whether calls are kept out because another version takes the place of this one.
  private volatile boolean replacing;

  private volatile @Nullable Thread closer;
  private final Checks checks;
  private final AtomicInteger turn = new AtomicInteger();
  private final ExitHooks exitHooks = new ExitHooks();
  private final OwnedPointers ownedPointers = new OwnedPointers(this);
  private final ForeignThreads foreignThreads = new ForeignThreads(this);
  private final Map<String, Integer> deeds = Trail.isKept() ? new ConcurrentHashMap<>() : Map.of();
  private final Map<Long, InstanceType> resourceTypes = new ConcurrentHashMap<>();

  /// The version of the state that this one was made from; 0 for state of its own.
  private volatile long versionToUpgrade;

  private NativeInstance(
      ModuleObject module, StateLayout layout, HeldReferences held, Checks checks) {
    this.module = module;
    this.host = layout.host(ModuleOwner.of(module));
    this.layout = layout;
    this.held = held;
    this.checks = checks;
    NativeContext first = firstContext();
    this.state = first.state();
    this.contexts = new NativeContext[] {first};
    first.leave();
  }

  private NativeContext firstContext() {
    layout.enterImage();
    try {
      int mode = checks.areOn() ? checks.failingCall() + 1 : 0;
      return new NativeContext(this, held, layout.size(), 0, mode);
    } catch (RuntimeException | Error e) {
      layout.leaveImage();
      throw e;
    }
  }

  /// Allocates zeroed state for a module.
  public static NativeInstance open(ModuleObject module, StateLayout layout) {
    return new NativeInstance(
        module, layout, new HeldReferences(module.name()), new Checks(module));
  }

  /// Makes the instance of a newer version of the module: its state begins as this one's, and what
  /// this one holds is held by both.
  NativeInstance successor(StateLayout later) {
    NativeInstance next = new NativeInstance(module, later, held, checks);
    long common = Math.min(layout.size(), later.size());
    if (common > 0) {
      Memory.at(next.state, common).copyFrom(Memory.at(state, common));
    }
    next.versionToUpgrade = layout.version();
    successor = next;
    return next;
  }

  /// The version of the layout that the state has now: before its upgrade has come to an end, that
  /// of the earlier instance.
  public long stateVersion() {
    return versionToUpgrade == 0 ? layout.version() : versionToUpgrade;
  }

  /// The instance of a module.
  ///
  /// @param descriptor the address of the descriptor that the caller belongs to
  /// @throws InterpreterError if the module has been upgraded to another version since
  /// @throws RuntimeError if the module has none, because it was not executed
  public static NativeInstance of(ModuleObject module, long descriptor) {
    NativeInstance instance = of(module);
    if (instance.layout.descriptor() != descriptor) {
      throw replaced(module);
    }
    return instance;
  }

  private static NativeInstance of(ModuleObject module) {
    if (Modules.stateOf(module) instanceof NativeInstance instance) {
      return instance;
    }
    throw new RuntimeError(
        "module %s has no native state: it has not been executed"
            .formatted(Escapes.quoted(module.name())));
  }

  private static InterpreterError replaced(ModuleObject module) {
    return InterpreterError.ofEarlierVersion(module, module.name());
  }

  /// Whether the code and the state are in another process.
  boolean isApart() {
    return layout.apart() != null;
  }

  /// Whether the code of the module is unmapped after the instance has ended.
  public boolean isInPrivateImage() {
    return layout.image() != null && layout.image().isPrivate();
  }

  /// Notes that the code will be called by calls that nobody counts.
  public void keepImage() {
    if (layout.image() != null) {
      layout.image().keep();
    }
  }

  /// The bridge to C, by which everything of this instance is called.
  public NativeHost host() {
    return host;
  }

  /// The module.
  public ModuleObject module() {
    return module;
  }

  public Checks checks() {
    return checks;
  }

  /// What answers when the code of the module asks something of Java.
  HostAnswers answers() {
    return layout.answers();
  }

  public ExitHooks exitHooks() {
    return exitHooks;
  }

  public ForeignThreads foreignThreads() {
    return foreignThreads;
  }

  public OwnedPointers ownedPointers() {
    return ownedPointers;
  }

  /// The type of resources at an address; one that the descriptor does not list is read now.
  public InstanceType resourceType(long address) {
    return resourceTypes.computeIfAbsent(
        address, _ -> new InstanceType(module, layout.resourceTypes().at(address, module.name())));
  }

  /// The lock that calls hold which do not go through a function of the module; null for a module
  /// that declares free threads.
  public @Nullable Lock serialLock() {
    ModuleOwner owner = ModuleOwner.of(module);
    ModuleDef def = module.def();
    boolean isFree = def != null && def.threads() == ThreadSupport.FREE;
    return owner == null || isFree ? null : owner.serialLock();
  }

  /// The interpreter of the module.
  ///
  /// @throws RuntimeError if the module lives in none
  ModuleOwner owner() {
    ModuleOwner owner = ModuleOwner.of(module);
    if (owner == null) {
      throw new RuntimeError(
          "module %s lives in no interpreter".formatted(Escapes.quoted(module.name())));
    }
    return owner;
  }

  /// The address of the state block; 0 for a module without state.
  ///
  /// @throws InterpreterError if the instance is closing or closed
  public long liveState() {
    checkOpen();
    return state;
  }

  /// Makes sure that calls are still let in.
  ///
  /// @throws InterpreterError if the instance is closing or closed
  public void checkOpen() {
    if (!open && (released || closer != Thread.currentThread()) && !isAwaited(null)) {
      throw refusal();
    }
  }

  /// Whether the current thread is inside a call that a replacement of the module waits for.
  ///
  /// @param own the context of a call that is only beginning; null if it has none yet
  private boolean isAwaited(@Nullable NativeContext own) {
    return Modules.replacerOf(module) != null
        && !released
        && Arrays.stream(contexts).anyMatch(each -> each != own && each.isBusyHere());
  }

  private InterpreterError refusal() {
    if (released && successor != null) {
      return replaced(module);
    }
    // The replacement may have come to an end since the call was refused.
    return replacing
        ? InterpreterError.duringReplacement(module, module.name())
        : InterpreterError.ofEndedModule(module.name(), isUnloaded());
  }

  private boolean isUnloaded() {
    ModuleOwner owner = ModuleOwner.of(module);
    return owner != null && !owner.isClosed();
  }

  /// Begins a call into the module, with a context for it alone. The caller ends it with
  /// [NativeContext#leave].
  ///
  /// @throws InterpreterError if the instance is closing or closed
  public NativeContext enter() {
    ownedPointers.destroyUnreachable();
    return enterToDestroy();
  }

  /// Begins a call as [#enter] does and leaves a note of it in the trail, if one is kept. The stack
  /// is looked at before: where it ends in the middle of this or of [NativeContext#leave], the end
  /// of the instance would wait for a call that nobody makes any more.
  ///
  /// @param what runs: `function next`, `exec slot`
  /// @throws dev.tenon.error.kind.RecursionError if there is too little stack for C
  public NativeContext enter(String what) {
    host.requireStack();
    return enterToGiveBack(what);
  }

  /// Begins a call that releases something, which is made however little stack is left: nobody
  /// would make it later.
  NativeContext enterToGiveBack(String what) {
    NativeContext context = enter();
    if (Trail.isKept()) {
      context.note(deeds.computeIfAbsent(what, this::describe));
    }
    return context;
  }

  private int describe(String what) {
    Object file = module.namespace().get("__file__");
    return Trail.describe(
        "%s of module %s%s".formatted(what, module.name(), file == null ? "" : " (" + file + ")"));
  }

  /// Begins a call of a destructor.
  ///
  /// @throws InterpreterError if the instance is closing or closed
  NativeContext enterToDestroy() {
    NativeContext context = takeContext();
    // Looked at after the context was taken: who closes looks in the opposite order.
    if (!open && (released || closer != Thread.currentThread()) && !isAwaited(context)) {
      context.leave();
      throw refusal();
    }
    return context;
  }

  /// Whether the current thread is inside a call into the instance.
  @Override
  public boolean isEntered() {
    return Arrays.stream(contexts).anyMatch(NativeContext::isBusyHere);
  }

  private NativeContext takeContext() {
    NativeContext[] all = contexts;
    int count = all.length;
    if (checks.wantsFreshContexts() && count < CHECKED_CONTEXTS) {
      return addContext();
    }
    int start =
        count == 1
            ? 0
            : checks.areOn()
                ? (turn.getAndIncrement() & Integer.MAX_VALUE) % count
                : (int) (Thread.currentThread().threadId() % count);
    for (int index = 0; index < count; index++) {
      int position = start + index;
      NativeContext context = all[position < count ? position : position - count];
      if (context.tryEnter()) {
        return context;
      }
    }
    return addContext();
  }

  private synchronized NativeContext addContext() {
    checkOpen();
    NativeContext added = new NativeContext(this, held, 0, state, checks.areOn() ? 1 : 0);
    NativeContext[] more = Arrays.copyOf(contexts, contexts.length + 1);
    more[more.length - 1] = added;
    contexts = more;
    return added;
  }

  /// Is called by a context whose call has ended.
  void left() {
    if (released && !isDeferred) {
      freeContexts();
    }
  }

  @Override
  public @Nullable Object value() {
    return null;
  }

  /// Lets no further calls in, but those of the current thread, and waits for the calls of other
  /// threads. A call that the current thread is inside of is not waited for.
  @Override
  public void awaitCalls() {
    synchronized (this) {
      closer = Thread.currentThread();
      replacing = Modules.replacerOf(module) != null;
      open = false;
    }
    if (isBusyElsewhere()) {
      awaitOthers();
    }
  }

  private boolean isBusyElsewhere() {
    return Arrays.stream(contexts).anyMatch(NativeContext::isBusyElsewhere);
  }

  private void awaitOthers() {
    CloseWait wait = new CloseWait(module.name(), warning -> owner().warn(warning));
    while (isBusyElsewhere()) {
      foreignThreads.detachEnded();
      wait.look(() -> busyThreads() + " to leave it");
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
  }

  private String busyThreads() {
    return Arrays.stream(contexts)
        .filter(NativeContext::isBusyElsewhere)
        .map(context -> Escapes.quoted(context.userName()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public List<String> users() {
    List<String> users = new ArrayList<>();
    for (NativeContext context : contexts) {
      if (context.isBusyElsewhere()) {
        users.add("thread %s, which is inside of it".formatted(Escapes.quoted(context.userName())));
      }
    }
    users.addAll(ownedPointers.open(ownObjects()));
    return users;
  }

  /// The objects that only the module itself has: they end with it.
  private Set<OwnedPointers.Owned> ownObjects() {
    Set<OwnedPointers.Owned> own = Collections.newSetFromMap(new IdentityHashMap<>());
    module.namespace().values().forEach(value -> addOwned(value, own));
    boolean _ =
        held.anyMatch(value -> {
          addOwned(value, own);
          return false;
        });
    return own;
  }

  private static void addOwned(@Nullable Object value, Set<OwnedPointers.Owned> to) {
    if (value instanceof OwnedPointers.Holder holder) {
      to.add(holder.owned());
    }
  }

  @Override
  public boolean holds(Predicate<@Nullable Object> condition) {
    return held.anyMatch(condition);
  }

  @Override
  public void unloaded(String name) {
    ImageLeases.end(owner(), name);
  }

  @Override
  public synchronized void resumeCalls() {
    successor = null;
    closer = null;
    open = true;
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

  /// Frees the state, at once or when the calls that the current thread is inside of have ended.
  @Override
  public void release() {
    open = false;
    released = true;
    if (successor == null && versionToUpgrade == 0) {
      checks.reportLeaks();
      held.end();
    }
    // A serialized function that takes no context is known by the lock alone, which whoever
    // releases an instance holds once: the current thread may be inside of one.
    if (serialLock() instanceof SerialLock lock && lock.holdCount() > 1) {
      isDeferred = true;
      lock.afterwards(() -> {
        isDeferred = false;
        freeContexts();
      });
    } else {
      freeContexts();
    }
  }

  /// The first context is freed last, because the state is part of it. No code of the module runs
  /// by then.
  private synchronized void freeContexts() {
    for (int index = contexts.length - 1; index >= 0; index--) {
      if (!contexts[index].tryFree()) {
        return;
      }
    }
    if (!freed) {
      freed = true;
      layout.leaveImage();
    }
  }

  /// Runs an exec, clear, free or upgrade slot.
  ///
  /// @throws TenonError what the slot raises
  public void runSlot(SlotId slot, long function) {
    String what = slot.label() + " slot";
    boolean givesBack = slot == SlotId.CLEAR || slot == SlotId.FREE;
    NativeContext call = givesBack ? enterToGiveBack(what) : enter(what);
    try {
      long status = host.invoke(slot, function, call.context(), 0);
      call.checkSlot(slot, (int) status);
      if (slot == SlotId.UPGRADE) {
        versionToUpgrade = 0;
      }
    } finally {
      call.leave();
    }
  }

  /// Runs a create slot.
  ///
  /// @return what it made; null for nothing
  /// @throws TenonError what the slot raises
  public @Nullable Object runCreate(long function, Object spec) {
    NativeContext call = enter("create slot");
    Scratch scratch = Scratch.take();
    long frame = scratch.address();
    long made = frame + Abi.VALUE_SIZE;
    try {
      ValueCodec.write(frame, spec, _ -> 0, call.references());
      Memory.putInt(made, Abi.NONE);
      int status = (int) host.invoke(SlotId.CREATE, function, call.context(), frame);
      call.checkSlot(SlotId.CREATE, status);
      return ValueCodec.read(made, call.references());
    } finally {
      call.leave();
      scratch.give();
    }
  }

  /// Runs the main slot.
  ///
  /// @return the exit status
  /// @throws TenonError what the slot raises
  public int runMain(long function, List<String> arguments) {
    NativeContext call = enter("main slot");
    try (NativeArguments vector = NativeArguments.of(arguments)) {
      long status = host.invoke(SlotId.MAIN, function, call.context(), vector.address());
      call.checkSlot(SlotId.MAIN, (int) status);
      return vector.exitStatus();
    } finally {
      call.leave();
    }
  }
}
