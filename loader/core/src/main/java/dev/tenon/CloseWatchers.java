// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Those who want to know when one interpreter begins to be closed, because a thread of theirs
/// waits inside. Any thread may use it.
final class CloseWatchers {

  private @Nullable Set<Runnable> watchers = Collections.newSetFromMap(new IdentityHashMap<>(4));

  /// Adds one; it is notified at once if the interpreter is being closed already.
  void add(Runnable watcher) {
    synchronized (this) {
      if (watchers != null) {
        watchers.add(watcher);
        return;
      }
    }
    watcher.run();
  }

  synchronized void remove(Runnable watcher) {
    if (watchers != null) {
      watchers.remove(watcher);
    }
  }

  /// Notifies all watchers, and those that are added later.
  void tell() {
    List<Runnable> told;
    synchronized (this) {
      told = watchers == null ? List.of() : List.copyOf(watchers);
      watchers = null;
    }
    told.forEach(Runnable::run);
  }
}
