package dev.tenon.nativeext;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The slots that a native descriptor may have. The order is that of the ids in `tenon/slot.h`,
/// counted from 1; ids are never reused.
enum SlotId {
  DOC(Value.POINTER),
  STATE_SIZE(Value.NUMBER),
  METHODS(Value.POINTER),
  CONSTANTS(Value.POINTER),
  CREATE(Value.FUNCTION),
  EXEC(Value.FUNCTION),
  CLEAR(Value.FUNCTION),
  FREE(Value.FUNCTION),
  INTERPRETERS(Value.NUMBER),
  THREADS(Value.NUMBER),
  MAIN(Value.FUNCTION),
  STATE_VERSION(Value.NUMBER),
  UPGRADE(Value.FUNCTION),
  ONCE_PER_PROCESS(Value.NUMBER),
  IMPORT_NAME(Value.POINTER);

  private enum Value {
    NUMBER,
    POINTER,
    FUNCTION
  }

  private static final SlotId[] ALL = values();

  private final Value value;

  SlotId(Value value) {
    this.value = value;
  }

  /// The slot with an id, or null for an unknown one.
  static @Nullable SlotId find(int id) {
    return id >= 1 && id <= ALL.length ? ALL[id - 1] : null;
  }

  /// The name of the slot in messages.
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  boolean isRepeatable() {
    return this == EXEC;
  }

  boolean isPointer() {
    return value != Value.NUMBER;
  }

  boolean isFunction() {
    return value == Value.FUNCTION;
  }
}
