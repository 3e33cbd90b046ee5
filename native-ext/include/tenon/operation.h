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

#define TN_OP_TYPE_NAME 32u
#define TN_OP_REPR 33u
#define TN_OP_TEXT 34u
#define TN_OP_TRAITS 35u
#define TN_OP_DIR 36u
#define TN_OP_VALUE 37u
#define TN_OP_SAME 38u
#define TN_OP_EQUAL 39u
#define TN_OP_CALL_METHOD 40u
#define TN_OP_FUNCTION_NEW 41u
#define TN_OP_CALL_KEYWORDS 42u
#define TN_OP_LIST_NEW 48u
#define TN_OP_MAP_NEW 49u
#define TN_OP_LENGTH 50u
#define TN_OP_ITEM_GET 51u
#define TN_OP_ITEM_SET 52u
#define TN_OP_ITEM_DELETE 53u
#define TN_OP_APPEND 54u
#define TN_OP_CONTAINS 55u
#define TN_OP_ITERATE 56u
#define TN_OP_NEXT 57u
#define TN_OP_ERROR_FETCH 64u
#define TN_OP_ERROR_RAISE 65u
#define TN_OP_ERROR_CHAIN 66u
#define TN_OP_ERROR_MATCHES 67u
#define TN_OP_ERROR_TYPE_NEW 68u
#define TN_OP_EXIT_HOOK 69u
#define TN_OP_STATE_VERSION 70u
#define TN_OP_RESOURCE_NEW 80u
#define TN_OP_RESOURCE_GET 81u
#define TN_OP_RESOURCE_CLOSE 82u
#define TN_OP_RESOURCE_SELF 83u
#define TN_OP_BUFFER_ACQUIRE 96u
#define TN_OP_BUFFER_RELEASE 97u

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
