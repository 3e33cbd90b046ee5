/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of C that Java needs: sizes, offsets, versions and constants. The build makes the
 * class Abi of them, with a constant for each number, from what the compiler writes for this file.
 * Nothing of it is run, so the compiler may be one for another platform.
 */
#include <stddef.h>

#include "apart.h"

/* A constant of a name of its own. */
#define NUMBER(name, value) __asm__ volatile(".ascii \"@" #name " %c0@\"" ::"i"((int64_t)(value)));
/* A constant that has the name that C has for it. */
#define SAME(name) __asm__ volatile(".ascii \"@" #name " %c0@\"" ::"i"((int64_t)(name)));

void numbers_for_java(void);

#define OPERATION(name, number, function) SAME(TN_OP_##name)

/* clang-format off: one line for each number */
void numbers_for_java(void) {
    NUMBER(MAJOR, TENON_ABI_MAJOR)
    NUMBER(MINOR, TENON_ABI_MINOR)
    NUMBER(VERSION, TENON_ABI)

    /* TnValue */
    NUMBER(VALUE_SIZE, sizeof(TnValue))
    NUMBER(VALUE_LENGTH, offsetof(TnValue, length))
    NUMBER(VALUE_PAYLOAD, offsetof(TnValue, as))
    NUMBER(NONE, TN_NONE)
    NUMBER(BOOL, TN_BOOL)
    NUMBER(INT, TN_INT)
    NUMBER(FLOAT, TN_FLOAT)
    NUMBER(STR, TN_STR)
    NUMBER(BYTES, TN_BYTES)
    NUMBER(OBJECT, TN_OBJECT)

    /* TnSlot and TnModuleDef */
    NUMBER(SLOT_SIZE, sizeof(TnSlot))
    NUMBER(SLOT_FLAGS, offsetof(TnSlot, flags))
    NUMBER(SLOT_RESERVED, offsetof(TnSlot, reserved))
    NUMBER(SLOT_VALUE, offsetof(TnSlot, value))
    NUMBER(SLOT_OPTIONAL, TN_SLOT_OPTIONAL)
    NUMBER(MODULE_DEF_SIZE, sizeof(TnModuleDef))
    NUMBER(MODULE_DEF_RESERVED, offsetof(TnModuleDef, reserved))
    NUMBER(MODULE_DEF_SLOTS, offsetof(TnModuleDef, slots))

    /* TnMethod */
    NUMBER(METHOD_SIZE, sizeof(TnMethod))
    NUMBER(METHOD_NAME, offsetof(TnMethod, name))
    NUMBER(METHOD_DOC, offsetof(TnMethod, doc))
    NUMBER(METHOD_SIGNATURE, offsetof(TnMethod, signature))
    NUMBER(METHOD_FUNCTION, offsetof(TnMethod, function))
    NUMBER(METHOD_FLAGS, offsetof(TnMethod, flags))
    NUMBER(METHOD_RESERVED, offsetof(TnMethod, reserved))

    /* TnKeywords */
    NUMBER(KEYWORDS_SIZE, sizeof(TnKeywords))
    NUMBER(KEYWORDS_COUNT, offsetof(TnKeywords, count))
    NUMBER(KEYWORDS_NAMES, offsetof(TnKeywords, names))

    /* TnConstant */
    NUMBER(CONSTANT_SIZE, sizeof(TnConstant))
    NUMBER(CONSTANT_VALUE, offsetof(TnConstant, value))

    /* TnDeprecated */
    NUMBER(DEPRECATED_SIZE, sizeof(TnDeprecated))
    NUMBER(DEPRECATED_REPLACEMENT, offsetof(TnDeprecated, replacement))
    NUMBER(DEPRECATED_NOTE, offsetof(TnDeprecated, note))

    /* TnModuleProperty */
    NUMBER(MODULE_PROPERTY_SIZE, sizeof(TnModuleProperty))
    NUMBER(MODULE_PROPERTY_DOC, offsetof(TnModuleProperty, doc))
    NUMBER(MODULE_PROPERTY_GET, offsetof(TnModuleProperty, get))
    NUMBER(MODULE_PROPERTY_SET, offsetof(TnModuleProperty, set))
    NUMBER(MODULE_PROPERTY_DELETE, offsetof(TnModuleProperty, del))

    /* TnMainArguments */
    NUMBER(MAIN_ARGUMENTS_SIZE, sizeof(TnMainArguments))
    NUMBER(MAIN_ARGUMENTS_COUNT, offsetof(TnMainArguments, count))
    NUMBER(MAIN_ARGUMENTS_VECTOR, offsetof(TnMainArguments, values))
    NUMBER(MAIN_ARGUMENTS_STATUS, offsetof(TnMainArguments, status))

    /* TnFunctionSpec */
    NUMBER(FUNCTION_SPEC_SIZE, sizeof(TnFunctionSpec))
    NUMBER(FUNCTION_SPEC_NAME, offsetof(TnFunctionSpec, name))
    NUMBER(FUNCTION_SPEC_DOC, offsetof(TnFunctionSpec, doc))
    NUMBER(FUNCTION_SPEC_FUNCTION, offsetof(TnFunctionSpec, function))
    NUMBER(FUNCTION_SPEC_DATA, offsetof(TnFunctionSpec, data))
    NUMBER(FUNCTION_SPEC_DESTROY, offsetof(TnFunctionSpec, destroy))

    /* TnResourceType and TnProperty */
    NUMBER(RESOURCE_TYPE_SIZE, sizeof(TnResourceType))
    NUMBER(RESOURCE_TYPE_FLAGS, offsetof(TnResourceType, flags))
    NUMBER(RESOURCE_TYPE_NAME, offsetof(TnResourceType, name))
    NUMBER(RESOURCE_TYPE_DOC, offsetof(TnResourceType, doc))
    NUMBER(RESOURCE_TYPE_METHODS, offsetof(TnResourceType, methods))
    NUMBER(RESOURCE_TYPE_PROPERTIES, offsetof(TnResourceType, properties))
    NUMBER(RESOURCE_TYPE_DESTROY, offsetof(TnResourceType, destroy))
    NUMBER(PROPERTY_SIZE, sizeof(TnProperty))
    NUMBER(PROPERTY_DOC, offsetof(TnProperty, doc))
    NUMBER(PROPERTY_GET, offsetof(TnProperty, get))
    NUMBER(PROPERTY_SET, offsetof(TnProperty, set))

    /* TnBuffer */
    NUMBER(BUFFER_SIZE, sizeof(TnBuffer))
    NUMBER(BUFFER_LENGTH, offsetof(TnBuffer, length))
    NUMBER(BUFFER_ITEM_SIZE, offsetof(TnBuffer, item_size))
    NUMBER(BUFFER_FORMAT, offsetof(TnBuffer, format))
    NUMBER(BUFFER_READ_ONLY, offsetof(TnBuffer, read_only))
    NUMBER(BUFFER_RESERVED, offsetof(TnBuffer, reserved))

    /* What tenon_host_invoke calls besides slots */
    NUMBER(INVOKE_BOUND, HOST_INVOKE_BOUND)
    NUMBER(INVOKE_HOOK, HOST_INVOKE_HOOK)
    NUMBER(INVOKE_DESTRUCTOR, HOST_INVOKE_DESTRUCTOR)
    NUMBER(INVOKE_GETTER, HOST_INVOKE_GETTER)
    NUMBER(INVOKE_SETTER, HOST_INVOKE_SETTER)
    NUMBER(INVOKE_FUNCTION, HOST_INVOKE_FUNCTION)
    NUMBER(INVOKE_KEYWORDS, HOST_INVOKE_KEYWORDS)
    NUMBER(INVOKE_TYPED, HOST_INVOKE_TYPED)
    NUMBER(APART_CALL_SHAPE, offsetof(ApartCall, shape))
    NUMBER(APART_CALL_FUNCTION, offsetof(ApartCall, function))
    NUMBER(APART_CALL_CONTEXT, offsetof(ApartCall, cx))
    NUMBER(APART_CALL_ARGUMENT, offsetof(ApartCall, argument))
    NUMBER(APART_CALL_VALUES, offsetof(ApartCall, values))
    NUMBER(APART_CALL_COUNT, offsetof(ApartCall, count))
    NUMBER(APART_CALL_RESULT, offsetof(ApartCall, result))
    NUMBER(APART_CALL_STATUS, offsetof(ApartCall, status))
    NUMBER(APART_CALL_SIZE, sizeof(ApartCall))
    NUMBER(APART_OPENED_ERROR, offsetof(ApartOpened, error))
    NUMBER(APART_OPENED_SIZE, sizeof(ApartOpened))
    NUMBER(APART_CONTEXT_CX, offsetof(ApartContext, cx))
    NUMBER(APART_CONTEXT_SIZE, sizeof(ApartContext))
    NUMBER(APART_GONE, APART_GONE)
    NUMBER(APART_GARBLED, APART_GARBLED)
    NUMBER(APART_TOO_LARGE, APART_TOO_LARGE)

    /* What tenon_host_stack is asked */
    NUMBER(STACK_FOR_UPCALL, HOST_STACK_FOR_UPCALL)
    NUMBER(STACK_FOR_CALL, HOST_STACK_FOR_CALL)
    NUMBER(STACK_ADDRESS, HOST_STACK_ADDRESS)

    /* HostContext */
    NUMBER(CONTEXT_STATE, offsetof(TnContext, state))
    NUMBER(CONTEXT_PENDING, offsetof(TnContext, pending))
    NUMBER(CONTEXT_RESERVED, offsetof(TnContext, reserved))
    NUMBER(CONTEXT_INSTANCE, offsetof(HostContext, instance))
    NUMBER(CONTEXT_ERROR_KIND, offsetof(HostContext, error_kind))
    NUMBER(CONTEXT_ERROR_MESSAGE, offsetof(HostContext, error_message))
    NUMBER(CONTEXT_ERROR_LENGTH, offsetof(HostContext, error_length))
    NUMBER(CONTEXT_HAS_ENDED, offsetof(HostContext, has_ended))
    NUMBER(CONTEXT_CALL_ENDED, HOST_CALL_ENDED)
    NUMBER(CONTEXT_CALLERS, offsetof(HostContext, callers))
    NUMBER(CONTEXT_CALLER_COUNT, HOST_CALLERS)
    /* Room behind a context in which Java lays out the values of a call. */
    NUMBER(CONTEXT_FRAME, HOST_FRAME)
    NUMBER(CONTEXT_FRAME_SIZE, HOST_FRAME_SIZE)

    /* HostTrail */
    NUMBER(TRAIL_END, offsetof(HostTrail, end))
    NUMBER(TRAIL_ROW, offsetof(HostTrail, row))
    NUMBER(TRAIL_ROWS, HOST_TRAIL_ROWS)
    NUMBER(TRAIL_SIZE, HOST_TRAIL_SIZE)
    NUMBER(TRAIL_REFUSED, HOST_TRAIL_REFUSED)
    NUMBER(TRAIL_UNSUPPORTED, HOST_TRAIL_UNSUPPORTED)

    /* HostSegment */
    NUMBER(RANGE_SIZE, sizeof(HostSegment))
    NUMBER(RANGE_END, offsetof(HostSegment, end))
    NUMBER(RANGE_FLAGS, offsetof(HostSegment, flags))
    NUMBER(RANGE_EXECUTABLE, 1)
    NUMBER(RANGE_READABLE, 4)

    /* HostCopy */
    NUMBER(COPY_ADDRESS, offsetof(HostCopy, address))
    NUMBER(COPY_BYTES, offsetof(HostCopy, size))
    NUMBER(COPY_CHANGED, offsetof(HostCopy, changed))
    NUMBER(COPY_NUMBER, offsetof(HostCopy, number))
    NUMBER(COPY_HASH, offsetof(HostCopy, hash))
    NUMBER(COPY_SIZE, sizeof(HostCopy))
    NUMBER(COPY_NOT_REGULAR, HOST_COPY_NOT_REGULAR)
    NUMBER(COPY_TOO_LARGE, HOST_COPY_TOO_LARGE)
    NUMBER(COPY_CHANGES, HOST_COPY_CHANGES)

    /* Operations: those that only the host library asks, and those of modules */
    SAME(HOST_ATTRIBUTE_GET)
    SAME(HOST_ATTRIBUTE_SET)
    SAME(HOST_ATTRIBUTE_DELETE)
    SAME(HOST_IMPORT)
    SAME(HOST_CALL)
    SAME(HOST_HOLD)
    SAME(HOST_RELEASE)
    SAME(HOST_WRITE)
    SAME(HOST_FLUSH)
    SAME(HOST_WARN)
    SAME(HOST_SELF)
    SAME(HOST_ATTACH)
    SAME(HOST_DETACH)
    SAME(HOST_THREAD_END)
    SAME(HOST_STALE)
    TN_OPERATIONS(OPERATION)

    /* Each `#define TN_NAME 1u` of the headers: the build lists them. */
#include "Abi.list"
}
/* clang-format on */
