package dev.tenon.imports;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An executed module together with what has to be given back for it, exactly once: the clear slot,
/// the free slot and the state.
final class ModuleInstance {

  private final ModuleDef def;
  private final ModuleObject module;
  private final @Nullable ModuleState state;
  private final AtomicBoolean closed = new AtomicBoolean();

  ModuleInstance(ModuleDef def, ModuleObject module, @Nullable ModuleState state) {
    this.def = def;
    this.module = module;
    this.state = state;
  }

  /// Runs the clear and free slots and releases the state, also when one of them raises.
  ///
  /// @throws Exception the first failure, with the others suppressed
  void close() throws Exception {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<Exception> failures = new ArrayList<>();
    for (ModuleSlot.Clear slot : def.slots(ModuleSlot.Clear.class)) {
      attempt(slot.body(), failures);
    }
    for (ModuleSlot.Free slot : def.slots(ModuleSlot.Free.class)) {
      attempt(slot.body(), failures);
    }
    if (state != null) {
      state.release();
    }
    if (!failures.isEmpty()) {
      Exception first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  private void attempt(ModuleSlot.ExecBody body, List<Exception> failures) {
    try {
      body.run(module);
    } catch (Exception e) {
      failures.add(e);
    }
  }

  /// Closes because of a failure, which keeps the failures of closing as suppressed ones.
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public String toString() {
    return "instance of " + module;
  }
}
