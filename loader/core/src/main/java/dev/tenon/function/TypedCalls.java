// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.call.Conversions;
import dev.tenon.value.Signature;
import dev.tenon.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// Composes the handles through which typed functions are called: with values or with carriers,
/// each argument checked, and one at a time.
final class TypedCalls {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle LOCK = find(Lock.class, "lock");
  private static final MethodHandle UNLOCK = find(Lock.class, "unlock");

  private static final MethodHandle RUN_ELSEWHERE = findRunElsewhere();

  private TypedCalls() {}

  private static MethodHandle findRunElsewhere() {
    try {
      return LOOKUP.findStatic(
          TypedCalls.class,
          "runElsewhere",
          MethodType.methodType(Object.class, MethodHandle.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private static MethodHandle find(Class<?> type, String name) {
    try {
      return LOOKUP.findVirtual(type, name, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// The way into a typed function for boxed values, which converts and checks each argument.
  static BoxedCall boxed(MethodHandle typed, Signature signature, String function) {
    List<ValueType> types = signature.visibleParameters();
    MethodHandle[] filters = new MethodHandle[types.size()];
    for (int index = 0; index < filters.length; index++) {
      ValueType type = types.get(index);
      filters[index] =
          type == ValueType.SELF
              ? MethodHandles.identity(Object.class)
              : Conversions.toCarrier(type, function, signature.positionOf(index));
    }
    return new BoxedCall(
        MethodHandles.filterReturnValue(
            MethodHandles.filterArguments(typed, 0, filters),
            Conversions.toValue(signature.result())));
  }

  /// A handle over a typed one for callers of the type `wanted`: what is given or wanted as an
  /// object is converted, and a carrier is checked where it can hold more than the type.
  static MethodHandle checked(
      MethodHandle typed, Signature signature, String function, MethodType wanted) {
    List<ValueType> types = signature.visibleParameters();
    MethodHandle handle = typed;
    for (int index = 0; index < types.size(); index++) {
      ValueType type = types.get(index);
      Class<?> given = wanted.parameterType(index);
      boolean converts = !given.isPrimitive() && given != type.carrier();
      int position = signature.positionOf(index);
      MethodHandle filter =
          converts
              ? Conversions.toCarrier(type, function, position)
              : Conversions.carrierCheck(type, function, position);
      if (filter != null) {
        handle = MethodHandles.filterArguments(handle, index, filter);
      }
    }
    return wanted.returnType() == Object.class
        ? MethodHandles.filterReturnValue(handle, Conversions.toValue(signature.result()))
        : handle;
  }

  /// A handle that holds a lock while the given one runs.
  static MethodHandle serialized(MethodHandle typed, Lock lock) {
    MethodHandle unlock = MethodHandles.dropArguments(UNLOCK.bindTo(lock), 0, Throwable.class);
    if (typed.type().returnType() != void.class) {
      unlock = returning(unlock, typed.type().returnType());
    }
    return MethodHandles.foldArguments(MethodHandles.tryFinally(typed, unlock), LOCK.bindTo(lock));
  }

  /// A handle that runs the given one on a platform thread if `mustMove`, `()boolean`, says so.
  static MethodHandle blocking(MethodHandle handle, MethodHandle mustMove) {
    MethodHandle spreading =
        handle
            .asType(handle.type().generic())
            .asSpreader(Object[].class, handle.type().parameterCount());
    MethodHandle moved =
        RUN_ELSEWHERE
            .bindTo(spreading)
            .asCollector(Object[].class, handle.type().parameterCount())
            .asType(handle.type());
    return MethodHandles.guardWithTest(mustMove, moved, handle);
  }

  @SuppressWarnings("UnusedMethod") // called through RUN_ELSEWHERE
  private static @Nullable Object runElsewhere(MethodHandle spreading, @Nullable Object[] arguments)
      throws Throwable {
    return OffCarrier.run(() -> {
      try {
        return (Object) spreading.invokeExact(arguments);
      } catch (Error | Exception e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("a typed function cannot throw " + e, e);
      }
    });
  }

  /// A cleanup `(Throwable, R)R` that runs `action` and passes the result on.
  private static MethodHandle returning(MethodHandle action, Class<?> result) {
    return MethodHandles.foldArguments(
        MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class), action);
  }
}
