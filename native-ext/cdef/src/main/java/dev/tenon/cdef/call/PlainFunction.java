// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.callback.Parked;
import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.instance.CallFrame;
import dev.tenon.cdef.library.Linking;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.InstanceLife;
import dev.tenon.cdef.value.Shapes;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.FunctionBody;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.WrongMethodTypeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function of one module instance of which a call needs nothing but its arguments: it is
/// composed of method handles, so that a caller with fitting types makes a bare foreign call.
@SuppressWarnings("UnusedMethod") // the steps around a call are called through method handles
final class PlainFunction implements FunctionBody.ForeignCall {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle CHECK_OPEN =
      Handles.findStatic(LOOKUP, "checkOpen", void.class, InstanceLife.class);
  private static final MethodHandle CHECK_PARKED =
      Handles.findStatic(LOOKUP, "checkParked", void.class, Parked.class);
  private static final MethodHandle ENTER =
      Handles.findStatic(LOOKUP, "enter", CallFrame.class, CInstance.class);
  private static final MethodHandle LEAVE =
      Handles.findStatic(LOOKUP, "leave", void.class, Throwable.class, CallFrame.class);
  private static final MethodHandle BEGIN_CALL =
      Handles.findStatic(LOOKUP, "beginCall", void.class, InstanceLife.class);
  private static final MethodHandle END_CALL =
      Handles.findStatic(LOOKUP, "endCall", void.class, InstanceLife.class);
  private static final MethodHandle COPY_BACK =
      Handles.findStatic(LOOKUP, "copyBack", void.class, CallFrame.class);

  private final CFunctionPlan plan;
  private final CInstance instance;
  private volatile @Nullable MethodHandle spreading;

  PlainFunction(CFunctionPlan plan, CInstance instance) {
    this.plan = plan;
    this.instance = instance;
  }

  @Override
  public MethodType type() {
    return MethodType.methodType(
        plan.result().natural(), plan.passings().stream().<Class<?>>map(Passing::natural).toList());
  }

  @Override
  public MethodHandle handleFor(MethodType wanted) {
    checkCount(wanted);
    List<NativeValue> carried = new ArrayList<>();
    List<MethodHandle> filters = new ArrayList<>();
    for (int index = 0; index < plan.passings().size(); index++) {
      Passing passing = plan.passings().get(index);
      Class<?> given = wanted.parameterType(index);
      carried.add(passing.carried(given));
      filters.add(passing.filter(instance, given));
    }
    MethodHandle handle = afterwards(link(carried), wanted.returnType());
    boolean framed = false;
    for (int index = filters.size() - 1; index >= 0; index--) {
      MethodHandle filter = filters.get(index);
      framed |= Handles.isFramed(filter);
      handle = MethodHandles.collectArguments(handle, index, filter);
    }
    MethodHandle whole = framed ? framed(handle) : checkedOpen(handle);
    return (instance.life().countsCalls() ? counted(whole) : whole).asType(wanted);
  }

  private void checkCount(MethodType wanted) {
    if (wanted.parameterCount() != plan.passings().size()) {
      throw new WrongMethodTypeException(
          "%s takes %d arguments, not %d"
              .formatted(plan.declaration(), plan.passings().size(), wanted.parameterCount()));
    }
  }

  private MethodHandle link(List<NativeValue> carried) {
    NativeValue result = Shapes.of(plan.result().type(), instance.layouts());
    return Linking.function(
        instance.backend(),
        plan.address(),
        plan.name(),
        plan.declaration(),
        new NativeCall(carried, result, NativeCall.NOT_VARIADIC, plan.leaf(), false));
  }

  /// Throws what callbacks threw, and turns the result into what is wanted.
  private MethodHandle afterwards(MethodHandle raw, Class<?> wanted) {
    MethodHandle check = CHECK_PARKED.bindTo(instance.parked());
    if (plan.result().type() instanceof CType.VoidType) {
      return plan.leaf() ? raw : MethodHandles.filterReturnValue(raw, check);
    }
    MethodHandle filter =
        wanted == void.class
            ? MethodHandles.empty(MethodType.methodType(void.class, raw.type().returnType()))
            : plan.result().filter(instance, wanted);
    return MethodHandles.filterReturnValue(
        raw, plan.leaf() ? filter : MethodHandles.foldArguments(filter, check));
  }

  private MethodHandle checkedOpen(MethodHandle handle) {
    return MethodHandles.foldArguments(handle, CHECK_OPEN.bindTo(instance.life()));
  }

  /// A handle whose calls the end of the module waits for.
  private MethodHandle counted(MethodHandle handle) {
    Class<?> result = handle.type().returnType();
    MethodHandle end =
        MethodHandles.dropArguments(END_CALL.bindTo(instance.life()), 0, Throwable.class);
    MethodHandle counting =
        MethodHandles.tryFinally(handle, result == void.class ? end : returning(end, result));
    return MethodHandles.foldArguments(counting, BEGIN_CALL.bindTo(instance.life()));
  }

  /// A clean-up `(Throwable, R)R` that runs another, `(Throwable)void`, and passes the result on.
  private static MethodHandle returning(MethodHandle cleanUp, Class<?> result) {
    return MethodHandles.foldArguments(
        MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class), cleanUp);
  }

  /// A handle that has a frame while the given one runs.
  private MethodHandle framed(MethodHandle handle) {
    MethodHandle inside = Handles.withOneFrame(handle);
    Class<?> result = inside.type().returnType();
    MethodHandle leave = LEAVE;
    if (result != void.class) {
      MethodHandle same =
          MethodHandles.dropArguments(
              MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class),
              2,
              CallFrame.class);
      leave = MethodHandles.foldArguments(same, MethodHandles.dropArguments(LEAVE, 1, result));
    }
    MethodHandle copying = MethodHandles.tryFinally(inside, copyingBack(result));
    return MethodHandles.foldArguments(
        MethodHandles.tryFinally(copying, leave), ENTER.bindTo(instance));
  }

  /// A clean-up that copies arrays back, whether the call threw or not: C has written to them.
  private static MethodHandle copyingBack(Class<?> result) {
    MethodHandle copy = MethodHandles.dropArguments(COPY_BACK, 0, Throwable.class);
    if (result == void.class) {
      return copy;
    }
    MethodHandle same =
        MethodHandles.dropArguments(
            MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class),
            2,
            CallFrame.class);
    return MethodHandles.foldArguments(same, MethodHandles.dropArguments(copy, 1, result));
  }

  @Override
  public @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    if (arguments.length != plan.passings().size()) {
      throw new TypeError(
          "%s() takes %d arguments (%d given); it is declared as %s"
              .formatted(
                  plan.name(),
                  plan.passings().size(),
                  arguments.length,
                  Escapes.quoted(plan.declaration())));
    }
    instance.symbols().requireStack();
    return (Object) spreading().invokeExact(arguments);
  }

  private MethodHandle spreading() {
    MethodHandle handle = spreading;
    if (handle == null) {
      int count = plan.passings().size();
      handle = handleFor(MethodType.genericMethodType(count)).asSpreader(Object[].class, count);
      spreading = handle;
    }
    return handle;
  }

  private static void checkOpen(InstanceLife life) {
    life.checkOpen();
  }

  private static void checkParked(Parked parked) throws Throwable {
    parked.check();
  }

  private static void beginCall(InstanceLife life) {
    life.beginCall();
  }

  private static void endCall(InstanceLife life) {
    life.endCall();
  }

  private static CallFrame enter(CInstance instance) {
    return instance.enter();
  }

  @SuppressWarnings("UnusedVariable") // the shape of a clean-up
  private static void leave(Throwable thrown, CallFrame frame) {
    frame.close();
  }

  private static void copyBack(CallFrame frame) {
    frame.copyBack();
  }
}
