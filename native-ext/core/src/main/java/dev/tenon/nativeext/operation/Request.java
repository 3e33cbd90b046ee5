// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.TypeError;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.ValueCodec;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.TypeNames;
import org.jspecify.annotations.Nullable;

/// What C asks of Java once: the values of its frame, and the place for the result.
///
/// @param context the context of the call that asks
/// @param address of the first value
/// @param count how many values there are
record Request(NativeContext context, long address, long count) {

  /// The number of values up to which a call is trusted to have them.
  private static final int MANY = 256;

  /// The module instance that asks.
  NativeInstance instance() {
    return context.instance();
  }

  ModuleOwner owner() {
    return context.owner();
  }

  private long place(int index) {
    return address + (long) index * Abi.VALUE_SIZE;
  }

  @Nullable Object get(int index) {
    return ValueCodec.read(place(index), context.references());
  }

  /// A text of the frame.
  ///
  /// @throws TypeError if the value is something else
  String text(int index) {
    Object value = get(index);
    if (value instanceof String text) {
      return text;
    }
    throw new TypeError("expected a text, found '%s'".formatted(TypeNames.of(value)));
  }

  /// Bytes of the frame.
  ///
  /// @throws TypeError if the value is something else
  byte[] bytes(int index) {
    Object value = get(index);
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw new TypeError("expected bytes, found '%s'".formatted(TypeNames.of(value)));
  }

  /// The raw content of a value: a number or an address.
  long payload(int index) {
    return Memory.getLong(place(index) + Abi.VALUE_PAYLOAD);
  }

  /// The values of an array whose address and length are two values of the frame.
  ///
  /// @throws TypeError if there are values but no address
  @Nullable Object[] values(int index) {
    return valuesAt(payload(index), payload(index + 1));
  }

  /// The values of an array.
  ///
  /// @throws TypeError if there are values but no address
  @Nullable Object[] valuesAt(long array, long count) {
    if (count != 0 && (array == 0 || isUnlikely(array, count))) {
      throw new TypeError(
          "%s values at %s"
              .formatted(
                  Long.toUnsignedString(count),
                  array == 0
                      ? "a NULL pointer"
                      : "%#x, where there are not as many".formatted(array)));
    }
    @Nullable Object[] values = new @Nullable Object[(int) count];
    for (int each = 0; each < values.length; each++) {
      values[each] = ValueCodec.read(array + (long) each * Abi.VALUE_SIZE, context.references());
    }
    return values;
  }

  /// A large number of values may be no number of values.
  private boolean isUnlikely(long array, long count) {
    return (count > MANY || count < 0 || context.instance().checks().areOn())
        && (count < 0
            || count > Integer.MAX_VALUE / Abi.VALUE_SIZE
            || !context.instance().host().isReadable(array, count * Abi.VALUE_SIZE));
  }

  void put(int index, @Nullable Object value) {
    ValueCodec.write(
        place(index),
        value,
        size -> context.instance().host().allocate(context.context(), size),
        context.references());
  }

  /// Answers with a reference, whatever the value is.
  void putReference(int index, long reference) {
    Memory.putInt(place(index), Abi.OBJECT);
    Memory.putInt(place(index) + Abi.VALUE_LENGTH, 0);
    Memory.putLong(place(index) + Abi.VALUE_PAYLOAD, reference);
  }
}
