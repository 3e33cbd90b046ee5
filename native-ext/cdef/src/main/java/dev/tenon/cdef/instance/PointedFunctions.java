// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.instance;

import dev.tenon.cdef.model.CType;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.module.FunctionBody;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The functions that one module instance knows by their pointers. Each is linked once.
final class PointedFunctions {

  private record Key(CType.Function type, long address) {}

  /// Links a function of which no more than a pointer is known.
  @FunctionalInterface
  public interface Linker {
    /// The function, as a module instance calls it.
    FunctionBody.ForeignCall link(CType.Function type, long address, CInstance instance);
  }

  private final CInstance instance;
  private final Linker linker;
  private final ConcurrentHashMap<Key, FunctionBody.ForeignCall> linked = new ConcurrentHashMap<>();

  PointedFunctions(CInstance instance, Linker linker) {
    this.instance = instance;
    this.linker = linker;
  }

  @Nullable Object call(CType.Function type, long address, @Nullable Object[] arguments) {
    FunctionBody.ForeignCall function =
        linked.computeIfAbsent(
            new Key(type, address), key -> linker.link(type, key.address(), instance));
    try {
      return function.call(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new RuntimeError("a function of C raised " + e, e);
    }
  }
}
