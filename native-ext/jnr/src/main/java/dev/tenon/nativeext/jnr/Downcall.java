// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Links a C function as a handle from words to a word: a `float` or `double` travels as its bits.
final class Downcall {

  /// So many words `jffi` takes without an array.
  private static final int MOST_DIRECT = 6;

  private static final MethodHandle CALL_MANY = findCallMany();

  private final CallContext context;
  private final long address;
  private final NativeCall call;

  private Downcall(CallContext context, long address, NativeCall call) {
    this.context = context;
    this.address = address;
    this.call = call;
  }

  /// A handle that takes as many words as the call has parameters.
  ///
  /// @throws UnsupportedOperationException if a struct would travel by value
  static MethodHandle of(long address, NativeCall call, CompiledCall compiled) {
    CallContext context = Shapes.context(call);
    int count = call.parameters().size();
    boolean onlyWords = isOnlyWords(call);
    if (!onlyWords && compiled.serves(call)) {
      return inWords(MethodHandles.insertArguments(compiled.of(call), 0, address), call);
    }
    return count <= MOST_DIRECT
        ? MethodHandles.insertArguments(
            find(methodName(onlyWords, call), count), 0, Invoker.getInstance(), context, address)
        : CALL_MANY.bindTo(new Downcall(context, address, call)).asCollector(long[].class, count);
  }

  /// Whether a bare call of words will do. A variadic function must be given how many `double`s
  /// there are, if only that there are none.
  private static boolean isOnlyWords(NativeCall call) {
    return call.fixedParameters() == NativeCall.NOT_VARIADIC
        && !isFloat(call.result())
        && call.parameters().stream().noneMatch(Downcall::isFloat);
  }

  private static boolean isFloat(NativeValue type) {
    return type == NativeType.FLOAT || type == NativeType.DOUBLE;
  }

  private static String methodName(boolean onlyWords, NativeCall call) {
    int count = call.parameters().size();
    if (!onlyWords) {
      return "invokeN" + count;
    }
    return "invokeL" + count + (call.keepsErrno() ? "" : "NoErrno");
  }

  /// A handle of words from one of floats and doubles.
  private static MethodHandle inWords(MethodHandle handle, NativeCall call) {
    MethodHandle[] numbers =
        call.parameters().stream()
            .map(type -> type == NativeType.POINTER ? NativeType.WORD : type)
            .map(Bits::fromWord)
            .toArray(MethodHandle[]::new);
    MethodHandle filtered = MethodHandles.filterArguments(handle, 0, numbers);
    return call.result() == NativeType.VOID
        ? MethodHandles.filterReturnValue(filtered, MethodHandles.constant(long.class, 0L))
        : MethodHandles.filterReturnValue(filtered, Bits.toWord(call.result()));
  }

  private static MethodHandle find(String name, int count) {
    List<Class<?>> words = new ArrayList<>(List.of(CallContext.class, long.class));
    words.addAll(Collections.nCopies(count, long.class));
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Invoker.class, name, MethodType.methodType(long.class, words));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this version of jffi has no " + name, e);
    }
  }

  private static MethodHandle findCallMany() {
    try {
      return MethodHandles.lookup()
          .findVirtual(Downcall.class, "callMany", MethodType.methodType(long.class, long[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  @SuppressWarnings("UnusedMethod") // called through CALL_MANY
  private long callMany(long[] words) {
    HeapInvocationBuffer arguments = new HeapInvocationBuffer(context);
    for (int index = 0; index < words.length; index++) {
      switch (call.parameters().get(index)) {
        case NativeType.FLOAT -> arguments.putFloat(Float.intBitsToFloat((int) words[index]));
        case NativeType.DOUBLE -> arguments.putDouble(Double.longBitsToDouble(words[index]));
        default -> arguments.putLong(words[index]);
      }
    }
    Invoker invoker = Invoker.getInstance();
    return switch (call.result()) {
      case NativeType.FLOAT ->
          Float.floatToRawIntBits(invoker.invokeFloat(context, address, arguments));
      case NativeType.DOUBLE ->
          Double.doubleToRawLongBits(invoker.invokeDouble(context, address, arguments));
      default -> invoker.invokeLong(context, address, arguments);
    };
  }
}
