package dev.tenon.module;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.locks.Lock;

/// Composes the handles through which typed functions are called: with boxed values, and one at a
/// time.
final class TypedCalls {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle LOCK = find(Lock.class, "lock");
  private static final MethodHandle UNLOCK = find(Lock.class, "unlock");

  private TypedCalls() {}

  private static MethodHandle find(Class<?> type, String name) {
    try {
      return LOOKUP.findVirtual(type, name, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /// A handle `(Object[])Object` over a typed one, which converts and checks each argument.
  static MethodHandle generic(MethodHandle typed, Signature signature, String function) {
    List<ValueType> types = signature.visibleParameters();
    MethodHandle[] filters = new MethodHandle[types.size()];
    for (int position = 0; position < filters.length; position++) {
      filters[position] = Conversions.toCarrier(types.get(position), function, position + 1);
    }
    MethodHandle converted =
        MethodHandles.filterReturnValue(
            MethodHandles.filterArguments(typed, 0, filters),
            Conversions.toValue(signature.result()));
    return converted.asSpreader(Object[].class, types.size());
  }

  /// A handle that holds a lock while the given one runs.
  static MethodHandle serialized(MethodHandle typed, Lock lock) {
    MethodHandle unlock = MethodHandles.dropArguments(UNLOCK.bindTo(lock), 0, Throwable.class);
    if (typed.type().returnType() != void.class) {
      unlock = returning(unlock, typed.type().returnType());
    }
    return MethodHandles.foldArguments(
        MethodHandles.tryFinally(typed, unlock), LOCK.bindTo(lock));
  }

  /// A cleanup `(Throwable, R)R` that runs `action` and passes the result on.
  private static MethodHandle returning(MethodHandle action, Class<?> result) {
    return MethodHandles.foldArguments(
        MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class), action);
  }
}
