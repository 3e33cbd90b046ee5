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
  DOC(Abi.TN_SLOT_DOC, Value.POINTER),
  STATE_SIZE(Abi.TN_SLOT_STATE_SIZE, Value.NUMBER),
  METHODS(Abi.TN_SLOT_METHODS, Value.POINTER),
  CONSTANTS(Abi.TN_SLOT_CONSTANTS, Value.POINTER),
  CREATE(Abi.TN_SLOT_CREATE, Value.FUNCTION),
  EXEC(Abi.TN_SLOT_EXEC, Value.FUNCTION),
  CLEAR(Abi.TN_SLOT_CLEAR, Value.FUNCTION),
  FREE(Abi.TN_SLOT_FREE, Value.FUNCTION),
  INTERPRETERS(Abi.TN_SLOT_INTERPRETERS, Value.NUMBER),
  THREADS(Abi.TN_SLOT_THREADS, Value.NUMBER),
  MAIN(Abi.TN_SLOT_MAIN, Value.FUNCTION),
  STATE_VERSION(Abi.TN_SLOT_STATE_VERSION, Value.NUMBER),
  UPGRADE(Abi.TN_SLOT_UPGRADE, Value.FUNCTION),
  ONCE_PER_PROCESS(Abi.TN_SLOT_ONCE_PER_PROCESS, Value.NUMBER),
  IMPORT_NAME(Abi.TN_SLOT_IMPORT_NAME, Value.POINTER),
  DEPRECATED(Abi.TN_SLOT_DEPRECATED, Value.POINTER),
  SUBMODULES(Abi.TN_SLOT_SUBMODULES, Value.POINTER),
  RESOURCES(Abi.TN_SLOT_RESOURCES, Value.POINTER),
  PROPERTIES(Abi.TN_SLOT_PROPERTIES, Value.POINTER),
  CALL(Abi.TN_SLOT_CALL, Value.FUNCTION);

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
