// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module.namespace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The threads that are inside of the hooks of one module: its `__getattr__`, or the read hook of
/// its kind. Bare names of the module skip the hooks on these threads.
///
/// Nearly always there is one such thread at most, which costs one compare-and-set and one store.
public final class HookRuns {

  private static final VarHandle FIRST = findFirst();

  private volatile @Nullable Thread first;
  private final Set<Thread> others = ConcurrentHashMap.newKeySet(0);

  private static VarHandle findFirst() {
    try {
      return MethodHandles.lookup().findVarHandle(HookRuns.class, "first", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a field of this class is not found", e);
    }
  }

  /// Notes that the current thread enters a hook.
  ///
  /// @return whether it was in none before: it then has to call [#leave]
  public boolean enter() {
    Thread current = Thread.currentThread();
    if (first == current) {
      return false;
    }
    // A thread that is among the others stays there, even if the first one has left meanwhile.
    return others.contains(current)
        ? false
        : FIRST.compareAndSet(this, null, current) || others.add(current);
  }

  /// Notes that the current thread leaves the outermost hook.
  public void leave() {
    if (first == Thread.currentThread()) {
      first = null;
    } else {
      others.remove(Thread.currentThread());
    }
  }

  /// Whether the current thread is in a hook.
  public boolean isHere() {
    Thread current = Thread.currentThread();
    return first == current || (!others.isEmpty() && others.contains(current));
  }
}
