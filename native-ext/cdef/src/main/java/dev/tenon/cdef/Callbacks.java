package dev.tenon.cdef;

import dev.tenon.cdef.model.CType;
import dev.tenon.value.TenonCallable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The function pointers that C got from one module instance.
final class Callbacks {

  private final CInstance instance;
  private final List<Callback> all = new ArrayList<>();
  private final Map<CType.Function, Deque<Callback>> idle = new HashMap<>();
  private final IdentityHashMap<TenonCallable, Map<CType.Function, Callback>> lasting =
      new IdentityHashMap<>();

  Callbacks(CInstance instance) {
    this.instance = instance;
  }

  /// A function pointer for a callable until its [Callback#end].
  synchronized Callback begin(CType.Function type, TenonCallable callable) {
    Deque<Callback> free = idle.computeIfAbsent(type, _ -> new ArrayDeque<>());
    Callback callback = free.poll();
    if (callback == null) {
      callback = new Callback(instance, type, this);
      all.add(callback);
    }
    callback.begin(callable);
    return callback;
  }

  /// A function pointer for a callable until the end of the module. The same callable gets the same
  /// pointer.
  synchronized Callback lasting(CType.Function type, TenonCallable callable) {
    return lasting
        .computeIfAbsent(callable, _ -> new HashMap<>())
        .computeIfAbsent(type, _ -> begin(type, callable));
  }

  /// The one that was used longest ago is used again last.
  synchronized void giveBack(Callback callback) {
    idle.computeIfAbsent(callback.type(), _ -> new ArrayDeque<>()).add(callback);
  }

  /// Gives back all function pointers.
  synchronized void close() {
    all.forEach(Callback::close);
    all.clear();
    idle.clear();
    lasting.clear();
  }
}
