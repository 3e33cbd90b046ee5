// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.callback;

import dev.tenon.cdef.library.Symbols;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.LibraryMemory;
import dev.tenon.value.TenonCallable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The function pointers that C got from one module instance.
public final class Callbacks {

  private final LibraryMemory memory;
  private final Symbols symbols;
  private final Parked parked;
  private final List<Callback> all = new ArrayList<>();
  private final Map<CType.Function, Deque<Callback>> idle = new HashMap<>();
  private final IdentityHashMap<TenonCallable, Map<CType.Function, Callback>> lasting =
      new IdentityHashMap<>();

  /// The function pointers of an instance.
  ///
  /// @param parked takes what the callables throw
  public Callbacks(LibraryMemory memory, Symbols symbols, Parked parked) {
    this.memory = memory;
    this.symbols = symbols;
    this.parked = parked;
  }

  LibraryMemory memory() {
    return memory;
  }

  Symbols symbols() {
    return symbols;
  }

  Parked parked() {
    return parked;
  }

  /// A function pointer for a callable until its [Callback#end].
  public synchronized Callback begin(CType.Function type, TenonCallable callable) {
    Deque<Callback> free = idle.computeIfAbsent(type, _ -> new ArrayDeque<>());
    Callback callback = free.poll();
    if (callback == null) {
      callback = new Callback(type, this);
      all.add(callback);
    }
    callback.begin(callable);
    return callback;
  }

  /// A function pointer for a callable until the end of the module. The same callable gets the same
  /// pointer.
  public synchronized Callback lasting(CType.Function type, TenonCallable callable) {
    return lasting
        .computeIfAbsent(callable, _ -> new HashMap<>())
        .computeIfAbsent(type, _ -> begin(type, callable));
  }

  /// The one that was used longest ago is used again last.
  synchronized void giveBack(Callback callback) {
    idle.computeIfAbsent(callback.type(), _ -> new ArrayDeque<>()).add(callback);
  }

  /// Releases all function pointers.
  public synchronized void close() {
    all.forEach(Callback::close);
    all.clear();
    idle.clear();
    lasting.clear();
  }
}
