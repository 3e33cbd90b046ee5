package dev.tenon.cdef;

import dev.tenon.cdef.model.CType;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.module.ForeignFunction;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The functions that one module instance knows by their pointers. Each is linked once.
final class PointedFunctions {

  private record Key(CType.Function type, long address) {}

  private final CInstance instance;
  private final ConcurrentHashMap<Key, ForeignFunction> linked = new ConcurrentHashMap<>();

  PointedFunctions(CInstance instance) {
    this.instance = instance;
  }

  @Nullable Object call(CType.Function type, long address, @Nullable Object[] arguments) {
    ForeignFunction function =
        linked.computeIfAbsent(
            new Key(type, address),
            key -> CFunctionPlan.ofPointer(type, key.address(), instance.layouts()).link(instance));
    try {
      return function.call(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new RuntimeError("a function of C raised " + e, e);
    }
  }
}
