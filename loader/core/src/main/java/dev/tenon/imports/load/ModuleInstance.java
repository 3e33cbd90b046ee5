// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.call.CloseWait;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleHost;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleState;
import dev.tenon.module.ThreadSupport;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// An executed module together with what has to be released for it, exactly once: the clear slot,
/// the free slot and the state.
final class ModuleInstance implements ModuleHost.CloseAction {

  private final ModuleDef def;
  private final ModuleObject module;
  private final @Nullable ModuleState state;
  private final AtomicBoolean closed = new AtomicBoolean();

  ModuleInstance(ModuleDef def, ModuleObject module, @Nullable ModuleState state) {
    this.def = def;
    this.module = module;
    this.state = state;
  }

  /// Runs the clear and free slots and releases the state, also when one of them raises. Calls that
  /// other threads have under way are awaited. Nothing happens if a newer version of the module has
  /// received the state.
  ///
  /// @throws Exception the first failure, with the others suppressed
  @Override
  public void close() throws Exception {
    if ((state != null && Modules.stateOf(module) != state) || !closed.compareAndSet(false, true)) {
      return;
    }
    if (state != null) {
      state.awaitCalls();
    }
    ModuleOwner owner = ModuleOwner.of(module);
    if (owner == null || def.threads() == ThreadSupport.FREE) {
      closeOnce();
      return;
    }
    Lock lock = owner.serialLock();
    new CloseWait(module.name(), owner::warn).lock(lock);
    try {
      closeOnce();
    } finally {
      lock.unlock();
    }
  }

  /// Whether it is an instance of a module.
  boolean isOf(ModuleObject other) {
    return module == other;
  }

  /// Whether it is the instance of a module with this state.
  boolean isOf(ModuleObject other, ModuleState otherState) {
    return module == other && state == otherState;
  }

  @Override
  public boolean isEntered() {
    return state != null && state.isEntered();
  }

  private void closeOnce() throws Exception {
    List<Throwable> failures = new ArrayList<>();
    try {
      finishState(failures);
      for (ModuleSlot.Clear slot : def.slots(ModuleSlot.Clear.class)) {
        attempt(slot.body(), failures);
      }
      for (ModuleSlot.Free slot : def.slots(ModuleSlot.Free.class)) {
        attempt(slot.body(), failures);
      }
    } finally {
      if (state != null) {
        state.release();
      }
    }
    if (!failures.isEmpty()) {
      Throwable first = failures.removeFirst();
      failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
      if (first instanceof Error error) {
        throw error;
      }
      throw (Exception) first;
    }
  }

  private void finishState(List<Throwable> failures) {
    try {
      if (state != null) {
        state.finish();
      }
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  private void attempt(ModuleSlot.ExecBody body, List<Throwable> failures) {
    try {
      body.run(module);
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  /// Closes because of a failure, which keeps the failures of closing as suppressed ones.
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (Throwable e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public String toString() {
    return "instance of " + module;
  }
}
