package dev.tenon.module;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.locks.Lock;

/// Composes the handles through which typed functions are called: with values or with carriers,
/// each argument checked, and one at a time.
final class TypedCalls {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle LOCK = find(Lock.class, "lock");
  private static final MethodHandle UNLOCK = find(Lock.class, "unlock");

  private TypedCalls() {}

  private static MethodHandle find(Class<?> type, String name) {
    try {
      return LOOKUP.findVirtual(type, name, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
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

  /// A handle over a typed one for callers with the parameter types `given`: what is given as an
  /// object is converted, and a carrier is checked where it can hold more than the type.
  static MethodHandle checked(
      MethodHandle typed, Signature signature, String function, List<Class<?>> given) {
    List<ValueType> types = signature.visibleParameters();
    MethodHandle handle = typed;
    for (int index = 0; index < types.size(); index++) {
      ValueType type = types.get(index);
      boolean converts = !given.get(index).isPrimitive() && given.get(index) != type.carrier();
      MethodHandle filter =
          converts
              ? Conversions.toCarrier(type, function, index + 1)
              : Conversions.carrierCheck(type, function, index + 1);
      if (filter != null) {
        handle = MethodHandles.filterArguments(handle, index, filter);
      }
    }
    return handle;
  }

  /// A handle that holds a lock while the given one runs.
  static MethodHandle serialized(MethodHandle typed, Lock lock) {
    MethodHandle unlock = MethodHandles.dropArguments(UNLOCK.bindTo(lock), 0, Throwable.class);
    if (typed.type().returnType() != void.class) {
      unlock = returning(unlock, typed.type().returnType());
    }
    return MethodHandles.foldArguments(MethodHandles.tryFinally(typed, unlock), LOCK.bindTo(lock));
  }

  /// A cleanup `(Throwable, R)R` that runs `action` and passes the result on.
  private static MethodHandle returning(MethodHandle action, Class<?> result) {
    return MethodHandles.foldArguments(
        MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class), action);
  }
}
