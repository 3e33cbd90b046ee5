// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.SlotId;
import dev.tenon.nativeext.bridge.Trail;
import dev.tenon.nativeext.bridge.UpcallTarget;
import dev.tenon.nativeext.bridge.UpcallTargets;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.spi.ModuleOwner;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One `TnContext`: the state pointer of its module instance, and what belongs to a single call:
/// the pending error, call memory and local references. A call has it to itself from
/// [NativeInstance#enter] to [#leave].
public final class NativeContext implements UpcallTarget {

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int FREED = 2;

  private final NativeInstance instance;
  private final References references;
  private final @Nullable ReadOnlyBytes readOnlyBytes;
  private final AtomicInteger use = new AtomicInteger(BUSY);
  private final long id;
  private final long address;
  private final PendingError pendingError;

  /// Plain: a thread that sees an old value takes the call for that of another thread, and it never
  /// sees itself there once it has left.
  private @Nullable Thread user = Thread.currentThread();

  private @Nullable Resource receiver;

  /// Makes a context, in use.
  ///
  /// @param stateSize of the state that comes with it
  /// @param state the address of state that is there already, 0 for none
  /// @param checks 0 for none, else one more than the number of the call to the host that fails
  NativeContext(
      NativeInstance instance, HeldReferences held, long stateSize, long state, int checks) {
    this.instance = instance;
    this.readOnlyBytes = instance.checks().areOn() ? new ReadOnlyBytes(instance.checks()) : null;
    this.references = new References(held, readOnlyBytes);
    this.id = UpcallTargets.reserve();
    try {
      this.address = instance.host().newContext(stateSize, id, state, checks);
    } catch (RuntimeException | Error e) {
      UpcallTargets.remove(id);
      throw e;
    }
    this.pendingError = new PendingError(instance.host(), instance.module(), address);
    UpcallTargets.put(id, this);
  }

  /// Takes the context for a call, if no other call has it.
  boolean tryEnter() {
    if (use.get() == IDLE && use.compareAndSet(IDLE, BUSY)) {
      user = Thread.currentThread();
      if (readOnlyBytes != null) {
        Memory.putInt(address + Abi.CONTEXT_HAS_ENDED, 0);
      }
      return true;
    }
    return false;
  }

  /// Whether a call of the current thread has it.
  boolean isBusyHere() {
    return use.get() == BUSY && user == Thread.currentThread();
  }

  /// Whether the current thread may use it now; with checks on, other uses are reported.
  public boolean mayBeUsed() {
    if (!instance.checks().areOn() || isBusyHere()) {
      return true;
    }
    instance.checks().reportWrongThread();
    return false;
  }

  /// Whether a call of another thread has it.
  boolean isBusyElsewhere() {
    return use.get() == BUSY && user != Thread.currentThread();
  }

  /// The name of the thread whose call has it.
  String userName() {
    Thread thread = user;
    return thread == null ? "(unknown)" : thread.getName();
  }

  /// Frees it for good, unless a call has it.
  ///
  /// @return whether it is freed, now or before
  boolean tryFree() {
    if (use.compareAndSet(IDLE, FREED)) {
      UpcallTargets.remove(id);
      instance.host().freeContext(address);
    }
    return use.get() == FREED;
  }

  /// Notes what the call runs.
  ///
  /// @param deed from [NativeInstance#describe]
  void note(int deed) {
    if (Trail.isKept()) {
      Trail.note(id, deed);
    }
  }

  /// Ends the call: what lived only for it is released.
  public void leave() {
    note(0);
    try {
      references.endCall();
    } finally {
      end();
    }
  }

  private void end() {
    // One word says whether an error is set or memory is to be released: mostly neither.
    if (Memory.getLong(address + Abi.CONTEXT_PENDING) != 0) {
      tidy();
    }
    pendingError.forget();
    receiver = null;
    user = null;
    if (readOnlyBytes != null) {
      Memory.putInt(address + Abi.CONTEXT_HAS_ENDED, Abi.CONTEXT_CALL_ENDED);
    }
    use.setRelease(IDLE);
    instance.left();
  }

  /// Begins a use of a pointer that lasts until the call ends.
  ///
  /// @return the pointer
  /// @throws ValueError if its object is closed
  public long use(OwnedPointers.Owned pointer) {
    if (!pointer.use()) {
      throw new ValueError("operation on closed %s; make a new one".formatted(pointer.what()));
    }
    long _ = references.local(pointer);
    return pointer.address();
  }

  private void tidy() {
    if (Memory.getInt(address + Abi.CONTEXT_RESERVED) != 0) {
      instance.host().releaseCallMemory(address, 0);
    }
    pendingError.clear();
  }

  @Override
  public long number() {
    return id;
  }

  @Override
  public long answer(int operation, long frame, long count) {
    return instance.answers().answer(this, operation, frame, count);
  }

  /// The instance that it belongs to.
  public NativeInstance instance() {
    return instance;
  }

  public PendingError pendingError() {
    return pendingError;
  }

  /// Says whose method or property the call is; null for a function.
  public void setReceiver(@Nullable Resource resource) {
    receiver = resource;
  }

  /// The resource whose method or property the call is; null for a function.
  public @Nullable Resource receiver() {
    return receiver;
  }

  /// The module.
  ModuleObject module() {
    return instance.module();
  }

  public References references() {
    return references;
  }

  /// The interpreter of the module.
  ///
  /// @throws RuntimeError if the module lives in none
  public ModuleOwner owner() {
    return instance.owner();
  }

  /// The address of the `TnContext`.
  public long context() {
    return address;
  }

  /// The first byte of the room for the values of the call.
  public long frame() {
    return address + Abi.CONTEXT_FRAME;
  }

  /// The address of the state block; 0 for a module without state.
  public long state() {
    return Memory.getLong(address + Abi.CONTEXT_STATE);
  }

  /// Keeps an error that Java code raised while C had called it, so that the outer Java caller gets
  /// this very object if C passes the failure on.
  public void park(Throwable thrown) {
    pendingError.park(thrown);
  }

  /// With checks on, reports what C has written to and might not.
  private void verifyBytes(String function) {
    if (readOnlyBytes != null) {
      readOnlyBytes.verify(function);
    }
  }

  /// Raises what a typed function with a context has left pending.
  public void check(String function) {
    verifyBytes(function);
    if (isPending()) {
      throw pendingError.take(function);
    }
  }

  /// Holds the status of a dynamic function against the pending error.
  public void checkCall(String function, int status) {
    verifyBytes(function);
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
          "%s of module %s raised unreported exception".formatted(deed, module().name()), phase);
    }
    if (!isPending()) {
      throw broken(
          "%s of module %s failed without setting an exception".formatted(deed, module().name()),
          phase,
          null);
    }
    throw pendingError.take(module().name());
  }

  private boolean isPending() {
    return pendingError.isSet();
  }

  private ExtensionContractException unreported(String message, Phase phase) {
    return broken(message, phase, pendingError.take(module().name()));
  }

  private ExtensionContractException broken(
      String message, Phase phase, @Nullable Throwable cause) {
    Object file = module().namespace().get("__file__");
    ExtensionContractException error =
        new ExtensionContractException(
            message, module().name(), file instanceof String text ? text : null, phase);
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }
}
