// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.abi;

import java.nio.ByteOrder;

/// The numbers that C and Java share: versions, sizes, offsets and kinds of the ABI. A test
/// compares them with what the C compiler says.
public final class Abi {

  public static final int MAJOR = 1;
  static final int MINOR = 2;
  public static final int VERSION = MAJOR << 16 | MINOR;

  // TnValue
  public static final int VALUE_SIZE = 16;
  public static final int VALUE_LENGTH = 4;
  public static final int VALUE_PAYLOAD = 8;
  public static final int NONE = 0;
  public static final int BOOL = 1;
  public static final int INT = 2;
  public static final int FLOAT = 3;
  public static final int STR = 4;
  public static final int BYTES = 5;
  public static final int OBJECT = 6;

  // TnSlot and TnModuleDef
  public static final int SLOT_SIZE = 16;
  public static final int SLOT_FLAGS = 2;
  public static final int SLOT_RESERVED = 4;
  public static final int SLOT_VALUE = 8;
  public static final int SLOT_OPTIONAL = 1;
  public static final int MODULE_DEF_SIZE = 16;
  public static final int MODULE_DEF_RESERVED = 4;
  public static final int MODULE_DEF_SLOTS = 8;

  // TnMethod
  public static final int METHOD_SIZE = 40;
  public static final int METHOD_NAME = 0;
  public static final int METHOD_DOC = 8;
  public static final int METHOD_SIGNATURE = 16;
  public static final int METHOD_FUNCTION = 24;
  public static final int METHOD_FLAGS = 32;
  public static final int METHOD_RESERVED = 36;

  // TnKeywords
  public static final int KEYWORDS_SIZE = 24;
  public static final int KEYWORDS_COUNT = 8;
  public static final int KEYWORDS_NAMES = 16;

  // TnConstant
  public static final int CONSTANT_SIZE = 24;
  public static final int CONSTANT_VALUE = 8;

  // TnDeprecated
  public static final int DEPRECATED_SIZE = 24;
  public static final int DEPRECATED_REPLACEMENT = 8;
  public static final int DEPRECATED_NOTE = 16;

  // TnModuleProperty
  public static final int MODULE_PROPERTY_SIZE = 40;
  public static final int MODULE_PROPERTY_DOC = 8;
  public static final int MODULE_PROPERTY_GET = 16;
  public static final int MODULE_PROPERTY_SET = 24;
  public static final int MODULE_PROPERTY_DELETE = 32;

  // TnMainArguments
  public static final int MAIN_ARGUMENTS_SIZE = 24;
  public static final int MAIN_ARGUMENTS_COUNT = 0;
  public static final int MAIN_ARGUMENTS_VECTOR = 8;
  public static final int MAIN_ARGUMENTS_STATUS = 16;

  // TnFunctionSpec
  public static final int FUNCTION_SPEC_SIZE = 40;
  public static final int FUNCTION_SPEC_NAME = 0;
  public static final int FUNCTION_SPEC_DOC = 8;
  public static final int FUNCTION_SPEC_FUNCTION = 16;
  public static final int FUNCTION_SPEC_DATA = 24;
  public static final int FUNCTION_SPEC_DESTROY = 32;

  // TnResourceType and TnProperty
  public static final int RESOURCE_TYPE_SIZE = 48;
  public static final int RESOURCE_TYPE_FLAGS = 4;
  public static final int RESOURCE_TYPE_NAME = 8;
  public static final int RESOURCE_TYPE_DOC = 16;
  public static final int RESOURCE_TYPE_METHODS = 24;
  public static final int RESOURCE_TYPE_PROPERTIES = 32;
  public static final int RESOURCE_TYPE_DESTROY = 40;
  public static final int PROPERTY_SIZE = 32;
  public static final int PROPERTY_DOC = 8;
  public static final int PROPERTY_GET = 16;
  public static final int PROPERTY_SET = 24;

  // TnBuffer
  public static final int BUFFER_SIZE = 48;
  public static final int BUFFER_LENGTH = 8;
  public static final int BUFFER_ITEM_SIZE = 16;
  public static final int BUFFER_FORMAT = 20;
  public static final int BUFFER_READ_ONLY = 24;
  public static final int BUFFER_RESERVED = 28;

  // What tenon_host_invoke calls besides slots
  public static final int INVOKE_BOUND = 64;
  public static final int INVOKE_HOOK = 65;
  public static final int INVOKE_DESTRUCTOR = 66;
  public static final int INVOKE_GETTER = 67;
  public static final int INVOKE_SETTER = 68;

  // What tenon_host_stack is asked
  static final int STACK_FOR_UPCALL = 0;
  public static final int STACK_FOR_CALL = 1;
  public static final int STACK_ADDRESS = 2;

  // HostContext
  public static final int CONTEXT_STATE = 8;
  public static final int CONTEXT_PENDING = 24;
  public static final int CONTEXT_RESERVED = 28;
  public static final int CONTEXT_INSTANCE = 32;
  public static final int CONTEXT_ERROR_KIND = 40;
  public static final int CONTEXT_ERROR_MESSAGE = 48;
  public static final int CONTEXT_ERROR_LENGTH = 56;
  public static final int CONTEXT_HAS_ENDED = 84;
  public static final int CONTEXT_CALL_ENDED = 3;
  public static final int CONTEXT_CALLERS = 104;
  public static final int CONTEXT_CALLER_COUNT = 3;

  /// Room behind a context in which Java lays out the values of a call.
  public static final int CONTEXT_FRAME = 144;

  public static final int CONTEXT_FRAME_SIZE = 512;

  // HostTrail
  public static final int TRAIL_END = 12;
  public static final int TRAIL_ROW = 16;
  public static final int TRAIL_ROWS = 1024;
  public static final int TRAIL_SIZE = 262144;
  public static final int TRAIL_REFUSED = 10000;

  // HostSegment
  public static final int RANGE_SIZE = 24;
  public static final int RANGE_END = 8;
  public static final int RANGE_FLAGS = 16;
  public static final int RANGE_EXECUTABLE = 1;
  public static final int RANGE_READABLE = 4;

  // HostCopy
  public static final int COPY_ADDRESS = 8;
  public static final int COPY_BYTES = 16;
  public static final int COPY_CHANGED = 32;
  public static final int COPY_NUMBER = 40;
  public static final int COPY_HASH = 48;
  public static final int COPY_SIZE = 88;
  public static final int COPY_NOT_REGULAR = 10001;
  public static final int COPY_TOO_LARGE = 10002;
  public static final int COPY_CHANGES = 10003;

  private Abi() {}

  /// The first eight bytes of a `TnValue`.
  public static long kindAndLength(int kind, int length) {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? (long) length << Integer.SIZE | kind
        : (long) kind << Integer.SIZE | length;
  }
}
