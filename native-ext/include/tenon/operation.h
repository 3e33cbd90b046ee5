/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The numbers of the operations that a module asks of its host through the one entry
 * TnApi.request. They never change and are never reused. Modules use the inline functions of the
 * headers for each topic, not these numbers.
 */
#ifndef TENON_OPERATION_H
#define TENON_OPERATION_H

#include "context.h"

TENON_BEGIN_C

/**
 * Lists the operations: X(NAME, number, function) for each, where the function is the one of the
 * headers that asks for it. This is the only place in C that has their numbers.
 */
#define TN_OPERATIONS(X)                                                                           \
    X(TYPE_NAME, 32, tn_type_name)                                                                 \
    X(REPR, 33, tn_repr)                                                                           \
    X(TEXT, 34, tn_to_str)                                                                         \
    X(TRAITS, 35, tn_traits)                                                                       \
    X(DIR, 36, tn_dir)                                                                             \
    X(VALUE, 37, tn_value)                                                                         \
    X(SAME, 38, tn_same)                                                                           \
    X(EQUAL, 39, tn_equal)                                                                         \
    X(CALL_METHOD, 40, tn_call_method)                                                             \
    X(FUNCTION_NEW, 41, tn_function_new)                                                           \
    X(CALL_KEYWORDS, 42, tn_call_keywords)                                                         \
    X(LIST_NEW, 48, tn_list)                                                                       \
    X(MAP_NEW, 49, tn_map)                                                                         \
    X(LENGTH, 50, tn_length)                                                                       \
    X(ITEM_GET, 51, tn_item_get)                                                                   \
    X(ITEM_SET, 52, tn_item_set)                                                                   \
    X(ITEM_DELETE, 53, tn_item_delete)                                                             \
    X(APPEND, 54, tn_append)                                                                       \
    X(CONTAINS, 55, tn_contains)                                                                   \
    X(ITERATE, 56, tn_iterate)                                                                     \
    X(NEXT, 57, tn_next)                                                                           \
    X(ERROR_FETCH, 64, tn_error_fetch)                                                             \
    X(ERROR_RAISE, 65, tn_raise)                                                                   \
    X(ERROR_CHAIN, 66, tn_error_chain)                                                             \
    X(ERROR_MATCHES, 67, tn_error_is)                                                              \
    X(ERROR_TYPE_NEW, 68, tn_error_type)                                                           \
    X(EXIT_HOOK, 69, tn_at_exit)                                                                   \
    X(STATE_VERSION, 70, tn_state_version)                                                         \
    X(RESOURCE_NEW, 80, tn_resource_new)                                                           \
    X(RESOURCE_GET, 81, tn_resource_get)                                                           \
    X(RESOURCE_CLOSE, 82, tn_resource_close)                                                       \
    X(RESOURCE_SELF, 83, tn_resource_self)                                                         \
    X(BUFFER_ACQUIRE, 96, tn_buffer_acquire)                                                       \
    X(BUFFER_RELEASE, 97, tn_buffer_release)

#define TN_OPERATION_NUMBER(name, number, function) TN_OP_##name = (number),
/** The numbers of the operations: TN_OP_REPR and so on. */
enum TnOperation { TN_OPERATIONS(TN_OPERATION_NUMBER) };
#undef TN_OPERATION_NUMBER

/**
 * Asks an operation of the host. The other headers do this for their functions.
 * @param cx *borrowed*
 * @param operation TN_OP_TYPE_NAME and so on
 * @param frame *borrowed*: the arguments, and the result as the last value
 * @param count how many values the frame has
 * @param result *out*: the last value of the frame; may be NULL
 * @return 0, or -1 with an error set
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_request(TnContext *cx, uint32_t operation, TnValue *frame, size_t count,
                                 TnValue *result) {
    int32_t status = cx->api->request(cx, operation, frame, count);
    if (result != NULL) {
        *result = status == 0 ? frame[count - 1] : tn_none();
    }
    return status;
}

/**
 * Gives what a pointer points to.
 * @param value *borrowed*; may be NULL
 * @return the value, None for NULL
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_or_none(const TnValue *value) {
    return value == NULL ? tn_none() : *value;
}

/**
 * Makes a value of an address, as operations take it.
 * @param pointer *borrowed*
 * @return an integer
 * @thread any
 * @since 1.0
 */
static inline TnValue tn_address(const void *pointer) { return tn_int((int64_t)(intptr_t)pointer); }

TENON_END_C

#endif
