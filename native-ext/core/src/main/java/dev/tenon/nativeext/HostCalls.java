package dev.tenon.nativeext;

import dev.tenon.error.AttributeError;
import dev.tenon.error.TypeError;
import dev.tenon.module.Callables;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleOwner;
import dev.tenon.module.TypeNames;
import dev.tenon.module.Warning;
import dev.tenon.nativeext.spi.HostFunction;
import org.jspecify.annotations.Nullable;

/// Answers what C asks of Java: the one upcall of the process. The interpreter is found through the
/// context. Whatever is thrown is parked in the module instance and reported to C as a failure,
/// because an exception that left an upcall would end the JVM.
final class HostCalls implements HostFunction {

  private static final int ATTRIBUTE_GET = 1;
  private static final int ATTRIBUTE_SET = 2;
  private static final int ATTRIBUTE_DELETE = 3;
  private static final int IMPORT = 4;
  private static final int CALL = 5;
  private static final int HOLD = 6;
  private static final int RELEASE = 7;
  private static final int WRITE = 8;
  private static final int FLUSH = 9;
  private static final int WARN = 10;
  private static final int SELF = 11;

  @Override
  public long call(long context, long operation, long frame, long count) {
    NativeInstance instance = null;
    try {
      instance = Instances.find(Memory.getLong(context + Abi.CONTEXT_INSTANCE));
      new Frame(instance, frame).answer((int) operation);
      return 0;
    } catch (Throwable thrown) {
      return fail(instance, thrown);
    }
  }

  private static long fail(@Nullable NativeInstance instance, Throwable thrown) {
    try {
      if (instance != null) {
        instance.park(thrown);
      }
    } catch (Throwable _) {
      // Nothing may leave an upcall; C still sees the failure.
    }
    return -1;
  }

  /// The values of one request.
  private record Frame(NativeInstance instance, long address) {

    void answer(int operation) throws Exception {
      switch (operation) {
        case ATTRIBUTE_GET -> put(2, getAttribute(get(0), name(1)));
        case ATTRIBUTE_SET -> requireModule(get(0), name(1)).set(name(1), get(2));
        case ATTRIBUTE_DELETE -> requireModule(get(0), name(1)).delete(name(1));
        case IMPORT -> put(1, owner().importByName(name(0)));
        case CALL -> put(3, Callables.of(get(0)).call(arguments()));
        case HOLD -> hold();
        case RELEASE -> instance.references().release(payload(0));
        case WRITE -> owner().write(stream(), bytes(1));
        case FLUSH -> owner().flush(stream());
        case WARN -> owner().warn(new Warning(category(), name(1)));
        case SELF -> put(0, instance.module());
        default ->
            throw new TypeError(
                "host operation %d is unknown; the host library does not belong to this jar"
                    .formatted(operation));
      }
    }

    private ModuleOwner owner() {
      return instance.owner();
    }

    private long place(int index) {
      return address + (long) index * Abi.VALUE_SIZE;
    }

    private @Nullable Object get(int index) {
      return ValueCodec.read(place(index), instance.references());
    }

    private String name(int index) {
      return String.valueOf(get(index));
    }

    private byte[] bytes(int index) {
      if (get(index) instanceof byte[] bytes) {
        return bytes;
      }
      throw new TypeError("expected bytes as value %d of the request".formatted(index));
    }

    private long payload(int index) {
      return Memory.getLong(place(index) + Abi.VALUE_PAYLOAD);
    }

    private void put(int index, @Nullable Object value) {
      ValueCodec.write(
          place(index),
          value,
          size -> NativeHost.get().allocate(instance.context(), size),
          instance.references());
    }

    /// The value without a value stands for the module itself.
    private @Nullable Object objectOrSelf(@Nullable Object object) {
      return object == null ? instance.module() : object;
    }

    private @Nullable Object getAttribute(@Nullable Object given, String name) {
      Object object = objectOrSelf(given);
      if (object instanceof ModuleObject module) {
        return module.get(name);
      }
      throw new AttributeError(
          "'%s' object has no attribute '%s'".formatted(TypeNames.of(object), name));
    }

    private ModuleObject requireModule(@Nullable Object given, String name) {
      Object object = objectOrSelf(given);
      if (object instanceof ModuleObject module) {
        return module;
      }
      throw new AttributeError(
          "'%s' object has no attribute '%s' that can be changed"
              .formatted(TypeNames.of(object), name));
    }

    private @Nullable Object[] arguments() {
      @Nullable Object[] values = new @Nullable Object[Math.toIntExact(payload(2))];
      for (int index = 0; index < values.length; index++) {
        values[index] =
            ValueCodec.read(payload(1) + (long) index * Abi.VALUE_SIZE, instance.references());
      }
      return values;
    }

    private void hold() {
      Object object = get(0);
      Memory.putInt(place(1), Abi.OBJECT);
      Memory.putInt(place(1) + Abi.VALUE_LENGTH, 0);
      Memory.putLong(place(1) + Abi.VALUE_PAYLOAD, instance.references().hold(object));
    }

    private ModuleOwner.Stream stream() {
      long number = payload(0);
      if (number == 1) {
        return ModuleOwner.Stream.OUT;
      }
      if (number == 2) {
        return ModuleOwner.Stream.ERR;
      }
      throw new TypeError("stream %d: expected TN_STDOUT or TN_STDERR".formatted(number));
    }

    private Warning.Category category() {
      Warning.Category[] categories = Warning.Category.values();
      long number = payload(0);
      if (number < 1 || number > categories.length) {
        throw new TypeError(
            "warning category %d: expected TN_USER_WARNING or such".formatted(number));
      }
      return categories[(int) number - 1];
    }
  }
}
