// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.error.kind.UnicodeError;
import dev.tenon.nativeext.instance.NativeBuffer;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Scratch;
import dev.tenon.nativeext.memory.Utf8;
import dev.tenon.value.Signature;
import dev.tenon.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Calls a typed C function that takes or returns text or bytes, or that can fail. Texts and bytes
/// are copied into scratch memory for the time of the call; buffers are copied back afterwards.
final class MarshalledCall {

  private static final MethodHandle CALL = findCall();

  private final String name;
  private final Signature signature;
  private final MethodHandle spreading;
  private final NativeInstance instance;

  /// @param raw takes words and returns the carrier of the result, if that is a number
  MarshalledCall(String name, Signature signature, MethodHandle raw, NativeInstance instance) {
    this.name = name;
    this.signature = signature;
    this.instance = instance;
    this.spreading =
        raw.asType(raw.type().generic()).asSpreader(Object[].class, raw.type().parameterCount());
  }

  private static MethodHandle findCall() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              MarshalledCall.class, "call", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// The handle with the carriers of the signature.
  MethodHandle handle() {
    MethodType carriers = signature.carrierType();
    return CALL.bindTo(this)
        .asCollector(Object[].class, carriers.parameterCount())
        .asType(carriers);
  }

  @SuppressWarnings("UnusedMethod") // called through CALL
  private @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    NativeContext context = instance.enter(name);
    Scratch scratch = Scratch.take();
    try (ValueCodec.CallSpace space =
        new ValueCodec.CallSpace(scratch.address(), scratch.address() + Scratch.SIZE)) {
      Layout layout = new Layout(arguments, space, context);
      Object word = (Object) spreading.invokeExact(layout.words);
      layout.releaseBuffers();
      context.check(name);
      return layout.result(word);
    } finally {
      context.leave();
      scratch.give();
      Reference.reachabilityFence(arguments);
    }
  }

  /// The words of one call.
  private final class Layout {
    final @Nullable Object[] words;
    private final @Nullable Object[] arguments;
    private final List<NativeBuffer> buffers = new ArrayList<>(0);
    private final ValueCodec.Space space;
    private final NativeContext context;
    private long resultLength;

    Layout(@Nullable Object[] arguments, ValueCodec.Space space, NativeContext context) {
      this.arguments = arguments;
      this.space = space;
      this.context = context;
      this.words = new @Nullable Object[wordCount()];
      fill();
    }

    private int wordCount() {
      int count = signature.result().hasLength() ? 1 : 0;
      for (ValueType type : signature.parameters()) {
        count += type.hasLength() ? 2 : 1;
      }
      return count;
    }

    private void fill() {
      int next = 0;
      int argument = 0;
      for (ValueType type : signature.parameters()) {
        Object value = type.isImplicit() ? null : arguments[argument++];
        switch (type) {
          case STATE -> words[next++] = context.state();
          case CONTEXT -> words[next++] = context.context();
          case SELF -> words[next++] = takeReceiver(value);
          case STR -> words[next++] = value == null ? 0L : copy(Utf8.encode((String) value));
          case BYTES -> {
            byte[] bytes = (byte[]) Objects.requireNonNull(value);
            words[next++] = copy(bytes);
            words[next++] = (long) bytes.length;
          }
          case F32, F64 -> words[next++] = value;
          default -> {
            if (type.isMemory()) {
              NativeBuffer buffer = NativeBuffer.ofArgument(value, space, instance.checks());
              buffers.add(buffer);
              words[next++] = buffer.segment();
              words[next++] = buffer.length() / type.itemSize();
            } else {
              words[next++] = word(value);
            }
          }
        }
      }
      if (signature.result() == ValueType.BYTES) {
        resultLength = space.allocate(Long.BYTES);
        Memory.putLong(resultLength, 0);
        words[next] = resultLength;
      }
    }

    private long takeReceiver(@Nullable Object value) {
      NativeResource receiver = NativeResource.cast(value);
      receiver.instance().checkOpen();
      context.setReceiver(receiver);
      return receiver.use(context);
    }

    private static Object word(@Nullable Object value) {
      return value instanceof Boolean flag
          ? (flag ? 1L : 0L)
          : value instanceof Number number ? number.longValue() : 0L;
    }

    private long copy(byte[] bytes) {
      long place = space.allocate(bytes.length + 1L);
      Memory.putTerminated(place, bytes);
      context.references().watch(place, bytes);
      return place;
    }

    void releaseBuffers() {
      buffers.forEach(NativeBuffer::release);
    }

    @Nullable Object result(@Nullable Object word) {
      return switch (signature.result()) {
        case STR -> text(address(word));
        case BYTES -> bytes(address(word));
        default -> word;
      };
    }

    private static long address(@Nullable Object word) {
      return (long) Objects.requireNonNull(word, "a pointer is a word");
    }

    private byte @Nullable [] bytes(long pointer) {
      return pointer == 0
          ? null
          : Memory.getBytes(pointer, Math.toIntExact(Memory.getLong(resultLength)));
    }

    private @Nullable String text(long pointer) {
      try {
        return pointer == 0 ? null : Memory.getText(pointer, Memory.lengthOfTerminated(pointer));
      } catch (CharacterCodingException e) {
        throw new UnicodeError(
            "%s() returned a str whose bytes are no UTF-8; declare its result as bytes"
                .formatted(name),
            e);
      }
    }
  }
}
