// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Closure;
import com.kenai.jffi.ClosureMagazine;
import com.kenai.jffi.ClosureManager;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes function pointers that call one method, each with a receiver of its own. `jffi` hands the
/// method its arguments as they are. A pointer is never released.
final class Closures {

  private final CallContext context;
  private final Method method;
  private @Nullable ClosureMagazine magazine;

  /// What is not kept is freed, with all its function pointers.
  private final List<ClosureMagazine> kept = new ArrayList<>();

  /// @param method has the carriers of the context
  Closures(CallContext context, Method method) {
    this.context = context;
    this.method = method;
  }

  /// The address of a new function pointer.
  synchronized long allocate(Object receiver) {
    ClosureMagazine last = magazine;
    Closure.Handle handle = last == null ? null : last.allocate(receiver);
    if (handle == null) {
      ClosureMagazine next = ClosureManager.getInstance().newClosureMagazine(context, method);
      handle = next.allocate(receiver);
      if (handle == null) {
        throw new OutOfMemoryError("no memory for a function pointer");
      }
      kept.add(next);
      magazine = next;
    }
    return handle.getAddress();
  }
}
