// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.value.TenonCallable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A call that goes to the present version of a function: to the one that was bound, until that is
/// refused because another version of its module has taken its place. The JIT compiles it as it
/// compiles a bound function. Any thread may make it.
final class FollowingCall {

  private static final MethodHandle AGAIN;

  static {
    try {
      AGAIN =
          MethodHandles.lookup()
              .findVirtual(
                  FollowingCall.class,
                  "again",
                  MethodType.methodType(
                      Object.class, TenonCallable.class, InterpreterError.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private final MutableCallSite site;
  private final Function<TenonCallable, MethodHandle> fit;
  private final Function<TenonCallable, ReplacedCall> replaced;

  /// @param type the type of the calls
  /// @param fit makes a handle of that type; raises if a version does not fit it
  /// @param replaced a call of this function that was refused
  FollowingCall(
      MethodType type,
      Function<TenonCallable, MethodHandle> fit,
      Function<TenonCallable, ReplacedCall> replaced) {
    site = new MutableCallSite(type);
    this.fit = fit;
    this.replaced = replaced;
  }

  /// The handle that makes the call, for the version that is there now.
  MethodHandle begin(TenonCallable present) {
    MethodHandle _ = link(present);
    return site.dynamicInvoker();
  }

  private MethodHandle link(TenonCallable callable) {
    MethodHandle target = fit.apply(callable);
    MethodType type = target.type();
    MethodHandle again =
        MethodHandles.insertArguments(AGAIN.bindTo(this), 0, callable)
            .asCollector(Object[].class, type.parameterCount())
            .asType(type.insertParameterTypes(0, InterpreterError.class));
    site.setTarget(MethodHandles.catchException(target, InterpreterError.class, again));
    return target;
  }

  /// Makes a refused call again.
  @SuppressWarnings("UnusedMethod") // called through AGAIN
  private @Nullable Object again(
      TenonCallable refused, InterpreterError refusal, @Nullable Object[] arguments) {
    return replaced
        .apply(refused)
        .again(
            refusal,
            now -> {
              try {
                return link(now).invokeWithArguments(arguments);
              } catch (RuntimeException | Error e) {
                throw e;
              } catch (Throwable e) {
                throw sneaky(e);
              }
            });
  }

  /// A handle may raise whatever the method of the interface declares.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
