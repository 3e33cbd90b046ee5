// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.call.SerialLock;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.TenonError;
import dev.tenon.module.Defined;
import dev.tenon.module.Inspect;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Scratch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls C functions that get a pointer of their own: functions made at run time, methods and
/// properties of resources. Each runs alone in its context.
final class BoundCall {

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
    ValueFrame.checkCount(name, arguments.length);
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
    return SerialLock.holding(target.instance().serialLock(), action::get);
  }

  /// An error that goes out of a function, with the function in its traceback.
  ///
  /// @param owner the function made at run time, or the resource
  /// @param what the name of the function, or of an accessor with its type
  static TenonError passed(
      TenonError error, Defined owner, NativeInstance instance, String what, long function) {
    error.passThrough(
        ModuleFrame.inLibrary(
            owner.moduleName(),
            what,
            Inspect.sourceOf(owner).orElse(null),
            instance.host().imageAt(function).offsetOf(function)));
    return error;
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
      ValueFrame.write(first, arguments, space, context);
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
