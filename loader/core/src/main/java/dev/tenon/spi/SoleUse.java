// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// Which interpreter may have instances of a module that supports one interpreter of the process at
/// a time: the first that asks, until it is closed or nobody can reach it any longer. Any thread
/// may use it.
final class SoleUse {

  private WeakReference<@Nullable ModuleOwner> user = new WeakReference<>(null);

  /// Asks for the use.
  ///
  /// @return null, or the other interpreter that has it
  synchronized @Nullable ModuleOwner take(ModuleOwner owner) {
    ModuleOwner now = user.get();
    if (now == null) {
      // Added before the instances are, so that it runs after they have been released.
      owner.closeLater(this::giveBack);
      user = new WeakReference<>(owner);
    }
    return now == owner ? null : now;
  }

  private synchronized void giveBack() {
    user = new WeakReference<>(null);
  }
}
