// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.error.kind.ValueError;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Scratch;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls C functions that get a pointer of their own: functions made at run time, methods and
/// properties of resources. Each runs alone in its context.
final class BoundCall {

  private static final int MOST = Scratch.SIZE / Abi.VALUE_SIZE / 2;

  private BoundCall() {}

  /// Whom a function belongs to, and the pointer that it gets.
  interface Target {
    NativeInstance instance();

    /// The resource, if it is one.
    @Nullable Resource receiver();

    /// The pointer, which the call of this context uses until it ends.
    long use(NativeContext context);
  }

  /// Calls a `TnBoundFunction`.
  static @Nullable Object call(
      Target target, String name, long function, @Nullable Object[] arguments) {
    return locked(target, () -> callMethod(target, name, function, arguments));
  }

  /// Calls a `TnBoundFunction`; the caller holds the lock of a serialized module.
  static @Nullable Object callMethod(
      Target target, String name, long function, @Nullable Object[] arguments) {
    if (arguments.length > MOST) {
      throw new ValueError(
          "%s() was given %d arguments, expected at most %d; pass them as one list"
              .formatted(name, arguments.length, MOST));
    }
    return inFrame(target, Abi.INVOKE_BOUND, name, function, arguments.length, arguments);
  }

  /// Calls a `TnGetter`.
  static @Nullable Object get(Target target, String name, long function) {
    return locked(
        target, () -> inFrame(target, Abi.INVOKE_GETTER, name, function, 0, new Object[0]));
  }

  /// Calls a `TnSetter`.
  static void set(Target target, String name, long function, @Nullable Object value) {
    @Nullable Object[] arguments = {value};
    locked(target, () -> inFrame(target, Abi.INVOKE_SETTER, name, function, 0, arguments));
  }

  /// Calls a `TnDeleter`.
  static void delete(Target target, String name, long function) {
    locked(
        target,
        () -> {
          NativeContext context = target.instance().enter(name);
          try {
            // A deleter has the types of an exit hook.
            long status =
                target
                    .instance()
                    .host()
                    .invoke(Abi.INVOKE_HOOK, function, context.context(), target.use(context));
            context.checkCall(name, (int) status);
            return null;
          } finally {
            context.leave();
          }
        });
  }

  private static @Nullable Object locked(Target target, Supplier<@Nullable Object> action) {
    Lock lock = target.instance().serialLock();
    if (lock == null) {
      return action.get();
    }
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Object inFrame(
      Target target,
      int shape,
      String name,
      long function,
      int count,
      @Nullable Object[] arguments) {
    NativeContext context = target.instance().enter(name);
    Scratch scratch = Scratch.take();
    long first = scratch.address() + Abi.VALUE_SIZE;
    long result = first + (long) arguments.length * Abi.VALUE_SIZE;
    try (ValueCodec.CallSpace space =
        new ValueCodec.CallSpace(result + Abi.VALUE_SIZE, scratch.address() + Scratch.SIZE)) {
      context.setReceiver(target.receiver());
      Memory.putInt(scratch.address(), Abi.INT);
      Memory.putInt(scratch.address() + Abi.VALUE_LENGTH, count);
      Memory.putLong(scratch.address() + Abi.VALUE_PAYLOAD, target.use(context));
      for (int index = 0; index < arguments.length; index++) {
        ValueCodec.write(
            first + (long) index * Abi.VALUE_SIZE, arguments[index], space, context.references());
      }
      Memory.putInt(result, Abi.NONE);
      context.checkCall(
          name,
          (int)
              target
                  .instance()
                  .host()
                  .invoke(shape, function, context.context(), scratch.address()));
      return ValueCodec.read(result, context.references());
    } finally {
      context.leave();
      scratch.give();
    }
  }
}
