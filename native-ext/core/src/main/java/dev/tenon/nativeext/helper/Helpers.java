// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.helper;

import dev.tenon.module.ModuleHost.CloseAction;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.spi.ModuleOwner;
import java.util.HashMap;
import java.util.Map;

/// The helper processes of one interpreter, one for each group of modules. A group whose process
/// has ended gets a new one when the next of its modules is imported. Any thread may use them.
public final class Helpers {

  private final ModuleOwner owner;
  private final Map<String, Running> running = new HashMap<>();

  private record Running(Helper helper, CloseAction end) {}

  private Helpers(ModuleOwner owner) {
    this.owner = owner;
  }

  /// The helper processes of an interpreter.
  public static Helpers of(ModuleOwner owner) {
    return owner.part(Helpers.class, () -> new Helpers(owner));
  }

  /// The process of a group, which is started if there is none.
  ///
  /// @throws dev.tenon.error.ImportException if it cannot be started
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter is closed
  public synchronized Helper of(String group) {
    Running known = running.get(group);
    if (known != null && !known.helper().hasEnded()) {
      return known.helper();
    }
    if (known != null) {
      CloseAction _ = owner.takeCloseAction(action -> action == known.end());
      known.helper().close();
    }
    Helper started = Helper.start(NativeHost.of(owner));
    boolean isKept = false;
    try {
      CloseAction end = started::close;
      owner.closeLater(end);
      running.put(group, new Running(started, end));
      isKept = true;
      return started;
    } finally {
      if (!isKept) {
        started.close();
      }
    }
  }
}
