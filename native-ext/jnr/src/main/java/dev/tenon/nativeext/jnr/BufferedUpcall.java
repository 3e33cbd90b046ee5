// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Closure;
import com.kenai.jffi.ClosureManager;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A function pointer with `float` or `double` parameters: its arguments are read out of a buffer,
/// since `jffi` rounds those that it hands to a method. It is used again and again and never freed,
/// because a thread may be on its way into it at any time.
final class BufferedUpcall implements Closure {

  private static final ConcurrentHashMap<NativeCall, Queue<BufferedUpcall>> IDLE =
      new ConcurrentHashMap<>();

  /// That of whoever has the function pointer now. Volatile, because threads of C may call it that
  /// were there before.
  private volatile MethodHandle body;

  private final MethodHandle closed;
  private final Closure.Handle pointer;

  private BufferedUpcall(MethodHandle closed, CallContext context) {
    this.closed = closed;
    this.body = closed;
    this.pointer = ClosureManager.getInstance().newClosure(this, context);
    // It lives until the process ends, even if Java forgets it.
    pointer.setAutoRelease(false);
  }

  /// Lends a function pointer for a target with the carriers of a call.
  ///
  /// @throws UnsupportedOperationException if a struct would travel by value
  static NativeCallback of(MethodHandle target, NativeCall call) {
    CallContext context = Shapes.context(call);
    MethodHandle body = body(target, call);
    Queue<BufferedUpcall> idle = IDLE.computeIfAbsent(call, _ -> new ConcurrentLinkedQueue<>());
    BufferedUpcall spare = idle.poll();
    BufferedUpcall upcall =
        spare == null
            ? new BufferedUpcall(body(MethodHandles.empty(target.type()), call), context)
            : spare;
    upcall.body = body;
    return new Lent(upcall, idle);
  }

  private record Lent(BufferedUpcall upcall, Queue<BufferedUpcall> home) implements NativeCallback {
    @Override
    public long address() {
      return upcall.pointer.getAddress();
    }

    @Override
    public void close() {
      upcall.body = upcall.closed;
      home.add(upcall);
    }
  }

  /// A handle that takes the buffer.
  private static MethodHandle body(MethodHandle target, NativeCall call) {
    List<NativeValue> parameters = call.parameters();
    MethodHandle[] readers = new MethodHandle[parameters.size()];
    for (int index = 0; index < readers.length; index++) {
      readers[index] = reader(parameters.get(index), index);
    }
    MethodHandle result = ofBuffer(MethodHandles.filterArguments(target, 0, readers));
    return call.result() == NativeType.VOID
        ? result
        : ofBuffer(MethodHandles.collectArguments(writer(call.result()), 1, result));
  }

  /// A handle of one buffer from one that takes it several times.
  private static MethodHandle ofBuffer(MethodHandle handle) {
    int[] same = new int[handle.type().parameterCount()];
    return MethodHandles.permuteArguments(
        handle, MethodType.methodType(handle.type().returnType(), Closure.Buffer.class), same);
  }

  /// Reads a parameter out of the buffer.
  private static MethodHandle reader(NativeValue type, int index) {
    MethodHandle reader =
        switch (type) {
          case NativeType.FLOAT -> findInBuffer("getFloat", float.class, int.class);
          case NativeType.DOUBLE -> findInBuffer("getDouble", double.class, int.class);
          case NativeType.POINTER ->
              MethodHandles.filterReturnValue(
                  findInBuffer("getAddress", long.class, int.class), Bits.fromWord(type));
          default -> findInBuffer("getLong", long.class, int.class);
        };
    return MethodHandles.insertArguments(reader, 1, index);
  }

  /// Writes the result into the buffer.
  private static MethodHandle writer(NativeValue type) {
    return switch (type) {
      case NativeType.FLOAT -> findInBuffer("setFloatReturn", void.class, float.class);
      case NativeType.DOUBLE -> findInBuffer("setDoubleReturn", void.class, double.class);
      default -> findInBuffer("setLongReturn", void.class, long.class);
    };
  }

  private static MethodHandle findInBuffer(String name, Class<?> result, Class<?> parameter) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Closure.Buffer.class, name, MethodType.methodType(result, parameter));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this version of jffi has no " + name, e);
    }
  }

  @Override
  public void invoke(Closure.Buffer values) {
    try {
      body.invokeExact(values);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the target of a callback must not throw " + e, e);
    }
  }
}
