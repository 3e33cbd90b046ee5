// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.callback;

import dev.tenon.cdef.library.Linking;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.LibraryMemory;
import dev.tenon.cdef.value.Shapes;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.bridge.LastingCallback;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeStruct;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.TenonCallable;
import dev.tenon.value.Warning;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A function pointer of C behind which a callable of Java can stand. It is used for one callable
/// after the other. Its address stays valid after the end of the module: a late call gives zero.
public final class Callback {

  private static final MethodHandle INVOKE = findInvoke();

  private final LibraryMemory memory;
  private final CType.Function type;
  private final Object none;
  private final LastingCallback pointer;
  private final Callbacks home;
  private final Set<Integer> counters;
  private volatile @Nullable TenonCallable callable;

  Callback(CType.Function type, Callbacks home) {
    this.memory = home.memory();
    this.type = type;
    this.home = home;
    this.counters =
        type.parameters().stream().map(CParameter::counter).collect(Collectors.toUnmodifiableSet());
    NativeCall shape = Shapes.callback(type, memory.layouts());
    this.none = zero(shape.result());
    this.pointer =
        Linking.callback(memory.module(), home.symbols().library(), type, target(shape), shape);
  }

  private static MethodHandle findInvoke() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              Callback.class, "invoke", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private MethodHandle target(NativeCall shape) {
    List<Class<?>> carriers =
        shape.parameters().stream().<Class<?>>map(each -> each.carrier()).toList();
    return INVOKE
        .bindTo(this)
        .asCollector(Object[].class, carriers.size())
        .asType(MethodType.methodType(shape.result().carrier(), carriers));
  }

  private static Object zero(NativeValue result) {
    return switch (result) {
      case NativeStruct struct -> Arena.ofAuto().allocate(struct.layout());
      case NativeType.DOUBLE -> 0.0;
      case NativeType.FLOAT -> 0f;
      case NativeType.WORD, NativeType.POINTER, NativeType.VOID -> 0L;
    };
  }

  CType.Function type() {
    return type;
  }

  public long address() {
    return pointer.address();
  }

  void begin(TenonCallable next) {
    callable = next;
  }

  /// Ends the use of the current callable.
  public void end() {
    callable = null;
    home.giveBack(this);
  }

  void close() {
    callable = null;
    pointer.close();
  }

  @SuppressWarnings("UnusedMethod") // called through INVOKE
  private Object invoke(Object[] words) {
    try {
      return invokeGuarded(words);
    } catch (Throwable thrown) {
      // Nothing may leave a callback, not even an error that arose while another was handled.
      return none;
    }
  }

  private Object invokeGuarded(Object[] words) {
    LastingCallback.Entry entry = pointer.entry();
    Parked parked = home.parked();
    if (entry == LastingCallback.Entry.LATE || parked.isWaiting()) {
      return none;
    }
    TenonCallable target = callable;
    try {
      if (entry == LastingCallback.Entry.STACK_LOW) {
        throw new RecursionError(
            "the stack of this thread is almost exhausted, so C's call of a callback of type %s"
                    .formatted(Escapes.quoted(type))
                + " was refused; call less deeply or use a thread with a larger stack");
      }
      if (target == null) {
        throw new RuntimeError(
            "C called a callback of type %s after its end; declare it without callback(call: …)"
                    .formatted(Escapes.quoted(type))
                + " if the library keeps it");
      }
      return call(target, words);
    } catch (Throwable thrown) {
      if (!parked.park(thrown)) {
        report(thrown);
      }
      return none;
    }
  }

  private void report(Throwable thrown) {
    ModuleOwner owner = ModuleOwner.of(memory.module());
    if (owner != null) {
      owner.warn(
          new Warning(
              Warning.Category.RUNTIME,
              "a callback of type %s raised %s on a C thread; there is no Java caller to receive it"
                  .formatted(Escapes.quoted(type), thrown)));
    }
  }

  private Object call(TenonCallable target, Object[] words) throws Exception {
    ModuleOwner owner = ModuleOwner.of(memory.module());
    return owner == null || (ModuleOwner.CURRENT.isBound() && ModuleOwner.CURRENT.get() == owner)
        ? callHere(target, words)
        : owner.enter(() -> callHere(target, words));
  }

  private Object callHere(TenonCallable target, Object[] words) {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (int index = 0; index < words.length; index++) {
      CParameter parameter = type.parameters().get(index);
      if (parameter.counter() >= 0) {
        CType length = type.parameters().get(parameter.counter()).type();
        arguments.add(
            CallbackValues.counted(
                memory, parameter, words[index], length, words[parameter.counter()]));
      } else if (!counters.contains(index)) {
        arguments.add(CallbackValues.argument(memory, parameter.type(), words[index]));
      }
    }
    Object result = target.call(arguments.toArray());
    return CallbackValues.result(memory, type.result(), result, none);
  }
}
