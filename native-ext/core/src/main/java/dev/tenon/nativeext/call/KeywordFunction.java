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
import dev.tenon.nativeext.memory.Utf8;
import dev.tenon.value.SourcePlace;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a `TnKeywordFunction`: any values in, by position and by name, one value out.
public final class KeywordFunction implements FunctionBody.WithKeywords {

  private final MethodEntry method;
  private final String name;
  private final LinkedFunction function;
  private final long descriptor;

  /// The body of a function.
  ///
  /// @param descriptor the address of the descriptor that it belongs to
  public KeywordFunction(MethodEntry method, long descriptor) {
    this.method = method;
    this.name = method.name();
    this.function = new LinkedFunction(method.function(), true);
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
  public @Nullable Object call(
      ModuleObject module, @Nullable Object[] arguments, Map<String, @Nullable Object> keywords) {
    int count = arguments.length + keywords.size();
    ValueFrame.checkCount(name, count);
    NativeContext context = NativeInstance.of(module, descriptor).enter(name);
    Scratch scratch = Scratch.take();
    long frame = scratch.address();
    try (ValueCodec.CallSpace space = new ValueCodec.CallSpace(frame, frame + Scratch.SIZE)) {
      long values = space.allocate((long) count * Abi.VALUE_SIZE);
      ValueFrame.write(values, arguments, space, context);
      long named = values + (long) arguments.length * Abi.VALUE_SIZE;
      ValueFrame.write(named, keywords.values().toArray(), space, context);
      long result = space.allocate(Abi.VALUE_SIZE);
      Memory.putInt(result, Abi.NONE);
      long layout = writeKeywords(arguments.length, keywords, space);
      int status =
          (int)
              function
                  .through(context.instance().host())
                  .call(context.context(), values, layout, result);
      context.checkCall(name, status);
      return ValueCodec.read(result, context.references());
    } finally {
      context.leave();
      scratch.give();
    }
  }

  /// Writes a `TnKeywords` and the names it points to.
  private static long writeKeywords(
      int positional, Map<String, @Nullable Object> keywords, ValueCodec.Space space) {
    long layout = space.allocate(Abi.KEYWORDS_SIZE);
    long names = space.allocate((keywords.size() + 1L) * Long.BYTES);
    long next = names;
    for (String keyword : keywords.keySet()) {
      byte[] text = Utf8.encodeTerminated(keyword);
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
}
