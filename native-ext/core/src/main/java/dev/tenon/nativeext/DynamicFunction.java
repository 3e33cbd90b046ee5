package dev.tenon.nativeext;

import dev.tenon.error.ValueError;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.spi.HostFunction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A dynamic C function: any values in, one value out. Numbers, texts and bytes cross without a
/// call back.
final class DynamicFunction {

  /// So many that half of the frame is left for texts.
  private static final int MOST_IN_FRAME = Abi.CONTEXT_FRAME_SIZE / Abi.VALUE_SIZE / 2;

  private static final int MOST_ARGUMENTS = Scratch.SIZE / Abi.VALUE_SIZE / 2;

  private final String name;
  private final long address;
  private volatile @Nullable HostFunction linked;

  private DynamicFunction(String name, long address) {
    this.name = name;
    this.address = address;
  }

  /// The body of a `TnFunction`.
  static FunctionBody.Dynamic positional(String name, long address) {
    DynamicFunction function = new DynamicFunction(name, address);
    return function::call;
  }

  /// The body of a `TnKeywordFunction`.
  static FunctionBody.WithKeywords withKeywords(String name, long address) {
    DynamicFunction function = new DynamicFunction(name, address);
    return function::callWithKeywords;
  }

  private @Nullable Object call(ModuleObject module, @Nullable Object[] arguments) {
    NativeContext context = NativeInstance.of(module).enter();
    try {
      return arguments.length <= MOST_IN_FRAME
          ? callIn(context, context.frame(), Abi.CONTEXT_FRAME_SIZE, arguments)
          : callInScratch(context, arguments);
    } finally {
      context.leave();
    }
  }

  private @Nullable Object callInScratch(NativeContext context, @Nullable Object[] arguments) {
    checkCount(arguments.length);
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
      writeAll(frame, arguments, space, context);
      Memory.putInt(result, Abi.NONE);
      int status = (int) function().call(context.context(), frame, arguments.length, result);
      context.checkCall(name, status);
      return ValueCodec.read(result, context.references());
    }
  }

  private @Nullable Object callWithKeywords(
      ModuleObject module, @Nullable Object[] arguments, Map<String, @Nullable Object> keywords) {
    checkCount(arguments.length + keywords.size());
    NativeContext context = NativeInstance.of(module).enter();
    Scratch scratch = Scratch.take();
    long frame = scratch.address();
    try (ValueCodec.CallSpace space = new ValueCodec.CallSpace(frame, frame + Scratch.SIZE)) {
      int count = arguments.length + keywords.size();
      long values = space.allocate((long) count * Abi.VALUE_SIZE);
      writeAll(values, arguments, space, context);
      long named = values + (long) arguments.length * Abi.VALUE_SIZE;
      writeAll(named, keywords.values().toArray(), space, context);
      long result = space.allocate(Abi.VALUE_SIZE);
      Memory.putInt(result, Abi.NONE);
      long layout = writeKeywords(arguments.length, keywords, space);
      int status = (int) function().call(context.context(), values, layout, result);
      context.checkCall(name, status);
      return ValueCodec.read(result, context.references());
    } finally {
      context.leave();
      scratch.give();
    }
  }

  private static void writeAll(
      long place, @Nullable Object[] values, ValueCodec.Space space, NativeContext context) {
    for (int index = 0; index < values.length; index++) {
      ValueCodec.write(
          place + (long) index * Abi.VALUE_SIZE, values[index], space, context.references());
    }
  }

  /// Writes a `TnKeywords` and the names it points to.
  private static long writeKeywords(
      int positional, Map<String, @Nullable Object> keywords, ValueCodec.Space space) {
    long layout = space.allocate(Abi.KEYWORDS_SIZE);
    long names = space.allocate((keywords.size() + 1L) * Long.BYTES);
    long next = names;
    for (String keyword : keywords.keySet()) {
      byte[] text = keyword.getBytes(StandardCharsets.UTF_8);
      long place = space.allocate(text.length + 1L);
      Memory.putTerminated(place, text);
      Memory.putLong(next, place);
      next += Long.BYTES;
    }
    Memory.putLong(layout, positional);
    Memory.putLong(layout + Abi.KEYWORDS_COUNT, keywords.size());
    Memory.putLong(layout + Abi.KEYWORDS_NAMES, names);
    return layout;
  }

  private void checkCount(int given) {
    if (given > MOST_ARGUMENTS) {
      throw new ValueError(
          "%s() was given %s arguments, expected at most %s; pass them as one list"
              .formatted(name, given, MOST_ARGUMENTS));
    }
  }

  private HostFunction function() {
    HostFunction known = linked;
    if (known == null) {
      known = NativeHost.get().backend().function(address);
      linked = known;
    }
    return known;
  }
}
