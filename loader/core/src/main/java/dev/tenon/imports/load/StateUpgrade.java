// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.module.ModuleState;
import dev.tenon.module.ThreadSupport;
import dev.tenon.spi.Defs;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.spi.Modules;
import dev.tenon.value.Warning;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// Puts a newer version of an extension in the place of the one that a module was executed from,
/// and brings its state up. If that fails, the module is as it was.
final class StateUpgrade {

  private static final long PATIENCE_MILLIS = 20;

  private final ModuleObject module;
  private final ModuleDef earlier;
  private final ModuleState state;
  private final ModuleDef later;
  private final ModuleSlot.Upgrade slot;

  private StateUpgrade(
      ModuleObject module,
      ModuleDef earlier,
      ModuleState state,
      ModuleDef later,
      ModuleSlot.Upgrade slot) {
    this.module = module;
    this.earlier = earlier;
    this.state = state;
    this.later = later;
    this.slot = slot;
  }

  /// The upgrade from what a module was executed from to another descriptor; empty if that one is
  /// no newer, or declares none.
  static Optional<StateUpgrade> find(ModuleObject module, ModuleDef later) {
    ModuleDef earlier = module.def();
    ModuleState state = Modules.stateOf(module);
    return earlier == null || state == null || later.stateVersion() <= earlier.stateVersion()
        ? Optional.empty()
        : later
            .findSlot(ModuleSlot.Upgrade.class)
            .map(slot -> new StateUpgrade(module, earlier, state, later, slot));
  }

  /// Says why a module does not become what its file has become.
  static Warning refused(ModuleSpec spec, ModuleDef earlier, ModuleDef later) {
    return new Warning(
        Warning.Category.RUNTIME,
        ("module %s was not reloaded: %s has changed, but a module with a descriptor is executed"
             + " once and goes on as it is unless the new version receives its state (the loaded"
             + " version declares state version %d, the new one %d and %s upgrade slot); import it"
             + " in a new interpreter, or declare a greater state version and an upgrade slot")
            .formatted(
                Escapes.quoted(spec.name()),
                Escapes.quoted(spec.origin()),
                earlier.stateVersion(),
                later.stateVersion(),
                later.findSlot(ModuleSlot.Upgrade.class).isPresent() ? "an" : "no"));
  }

  /// Runs the upgrade slot. Calls that other threads have under way are awaited.
  ///
  /// @return whether the state could be transferred
  /// @throws Exception what the slot raises
  boolean run(@Nullable String origin) throws Exception {
    ModuleOwner owner = ModuleOwner.of(module);
    boolean isFree = earlier.threads() == ThreadSupport.FREE;
    Lock lock = owner == null || isFree ? null : owner.serialLock();
    boolean done = false;
    boolean locked = false;
    try {
      closeGates(lock);
      locked = true;
      ModuleDef.StateOpener opener = Defs.stateOpener(later);
      ModuleState upgraded = opener == null ? null : opener.openFrom(module, state);
      if (upgraded != null) {
        bringUp(upgraded, owner, origin);
        done = true;
        endEarlier();
      }
    } finally {
      if (!done) {
        state.resumeCalls();
      }
      if (lock != null && locked) {
        lock.unlock();
      }
    }
    return done;
  }

  /// Lets no calls in, and takes the lock of serialized modules. Who holds that may be waiting for
  /// a call into this module: it is let in between two attempts.
  private void closeGates(@Nullable Lock lock) throws InterruptedException {
    Modules.beginReplacement(module);
    state.awaitCalls();
    while (lock != null && !lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      state.resumeCalls();
      Modules.endReplacement(module);
      TimeUnit.MILLISECONDS.sleep(1);
      Modules.beginReplacement(module);
      state.awaitCalls();
    }
  }

  private void bringUp(ModuleState upgraded, @Nullable ModuleOwner owner, @Nullable String origin)
      throws Exception {
    Modules.replace(module, later, upgraded);
    try {
      PhaseRun.run(
          owner,
          module.name(),
          origin,
          Phase.EXEC,
          () -> {
            slot.body().run(module);
            return module;
          });
    } catch (Throwable failure) {
      Modules.replace(module, earlier, state);
      giveUp(upgraded, failure);
      throw failure;
    }
    if (owner != null) {
      owner.closeInstead(
          action -> action instanceof ModuleInstance instance && instance.isOf(module, state),
          new ModuleInstance(later, module, upgraded));
    }
  }

  /// Ends what the earlier version had made: its exit hooks and resources are its own code.
  private void endEarlier() throws Exception {
    try {
      state.finish();
    } finally {
      state.release();
    }
  }

  private static void giveUp(ModuleState upgraded, Throwable failure) {
    try {
      upgraded.awaitCalls();
      upgraded.finish();
    } catch (Throwable other) {
      failure.addSuppressed(other);
    } finally {
      upgraded.release();
    }
  }
}
