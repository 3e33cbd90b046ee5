// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.bridge.NativePlace;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Scratch;
import dev.tenon.value.SourcePlace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a `TnFunction`: any values in, one value out. Numbers, texts and bytes cross without
/// a call back.
///
/// A call is written in few, flat steps: the JIT compiles what is nested too deep as calls.
public final class DynamicFunction implements FunctionBody.Dynamic {

  /// So many that half of the frame is left for texts.
  private static final int MOST_IN_FRAME = Abi.CONTEXT_FRAME_SIZE / Abi.VALUE_SIZE / 2;

  private final MethodEntry method;
  private final String name;
  private final LinkedFunction function;
  private final long descriptor;

  /// The body of a function.
  ///
  /// @param descriptor the address of the descriptor that it belongs to
  public DynamicFunction(MethodEntry method, long descriptor) {
    this.method = method;
    this.name = method.name();
    this.function = new LinkedFunction(method.function(), false);
    this.descriptor = descriptor;
  }

  @Override
  public long offset() {
    return method.offset();
  }

  @Override
  public Optional<SourcePlace> place(String function, @Nullable String library) {
    return NativePlace.sourceOf(library, offset());
  }

  @Override
  public @Nullable Object call(ModuleObject module, @Nullable Object[] arguments) {
    NativeContext context = NativeInstance.of(module, descriptor).enter(name);
    try {
      return arguments.length <= MOST_IN_FRAME
          ? callIn(context, context.frame(), Abi.CONTEXT_FRAME_SIZE, arguments)
          : callInScratch(context, arguments);
    } finally {
      context.leave();
    }
  }

  private @Nullable Object callInScratch(NativeContext context, @Nullable Object[] arguments) {
    ValueFrame.checkCount(name, arguments.length);
    Scratch scratch = Scratch.take();
    try {
      return callIn(context, scratch.address(), Scratch.SIZE, arguments);
    } finally {
      scratch.give();
    }
  }

  private @Nullable Object callIn(
      NativeContext context, long frame, int size, @Nullable Object[] arguments) {
    long result = frame + (long) arguments.length * Abi.VALUE_SIZE;
    try (ValueCodec.CallSpace space =
        new ValueCodec.CallSpace(result + Abi.VALUE_SIZE, frame + size)) {
      long place = frame;
      for (Object argument : arguments) {
        ValueCodec.write(place, argument, space, context.references());
        place += Abi.VALUE_SIZE;
      }
      Memory.putInt(result, Abi.NONE);
      int status =
          (int)
              function
                  .through(context.instance().host())
                  .call(context.context(), frame, arguments.length, result);
      context.checkCall(name, status);
      return ValueCodec.read(result, context.references());
    }
  }
}
