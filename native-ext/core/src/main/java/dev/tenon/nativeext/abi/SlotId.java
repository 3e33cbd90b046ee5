// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The slots that a native descriptor may have, each with its id in `tenon/module.h`. Ids are never
/// reused.
public enum SlotId {
  DOC(1, Value.POINTER),
  STATE_SIZE(2, Value.NUMBER),
  METHODS(3, Value.POINTER),
  CONSTANTS(4, Value.POINTER),
  CREATE(5, Value.FUNCTION),
  EXEC(6, Value.FUNCTION),
  CLEAR(7, Value.FUNCTION),
  FREE(8, Value.FUNCTION),
  INTERPRETERS(9, Value.NUMBER),
  THREADS(10, Value.NUMBER),
  MAIN(11, Value.FUNCTION),
  STATE_VERSION(12, Value.NUMBER),
  UPGRADE(13, Value.FUNCTION),
  ONCE_PER_PROCESS(14, Value.NUMBER),
  IMPORT_NAME(15, Value.POINTER),
  DEPRECATED(16, Value.POINTER),
  SUBMODULES(17, Value.POINTER),
  RESOURCES(18, Value.POINTER),
  PROPERTIES(19, Value.POINTER),
  CALL(20, Value.FUNCTION);

  private enum Value {
    NUMBER,
    POINTER,
    FUNCTION
  }

  private static final Map<Integer, SlotId> BY_ID =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SlotId::id, each -> each));

  private final int id;
  private final Value value;

  SlotId(int id, Value value) {
    this.id = id;
    this.value = value;
  }

  /// The slot with an id, or null for an unknown one.
  public static @Nullable SlotId find(int id) {
    return BY_ID.get(id);
  }

  public int id() {
    return id;
  }

  /// The name of the slot in messages.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  public boolean isRepeatable() {
    return this == EXEC;
  }

  public boolean isPointer() {
    return value != Value.NUMBER;
  }

  public boolean isFunction() {
    return value == Value.FUNCTION;
  }
}
