/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Buffers: the memory of arrays and of other blocks of the host.
 *
 * Memory outside of the host's heap is used as it is, if nothing can free it before it is released.
 * An array on the heap, and memory of an arena that can be closed, is copied out, and back when the
 * buffer is released; two buffers of it do not see each other until then.
 */
#ifndef TENON_BUFFER_H
#define TENON_BUFFER_H

#include "api.h"
#include "operation.h"

TENON_BEGIN_C

/** The module only reads the buffer: nothing is copied back. */
#define TN_BUFFER_READ 0u
/** The module writes to the buffer. */
#define TN_BUFFER_WRITE 1u

/** The memory of an object. */
typedef struct TnBuffer {
    /** The first byte; NULL when there are none. */
    void *data;
    /** Bytes. */
    uint64_t length;
    /** Bytes of one item. */
    uint32_t item_size;
    /** What the items are, as in CPython's struct module: one of b h i q f d, or B for bytes. */
    uint32_t format;
    /** 1 if the memory must not be written. */
    uint32_t read_only;
    /** 0. */
    uint32_t reserved;
    /** The host's own. */
    TnValue owner;
} TnBuffer;

/**
 * Gets at the memory of an object: an array of numbers, a buffer or a memory segment of the host.
 * @param cx *borrowed*
 * @param object *borrowed*
 * @param mode TN_BUFFER_READ or TN_BUFFER_WRITE
 * @param buffer *out*: good until it is released, at the latest until the call into the module
 *        returns, which releases it
 * @return 0, or -1 with an error set: a TypeError if the object has no such memory, a BufferError
 * if it cannot be written
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_buffer_acquire(TnContext *cx, const TnValue *object, uint32_t mode,
                                        TnBuffer *buffer) {
    TnValue frame[4] = {tn_or_none(object), tn_int(mode), tn_address(buffer), tn_none()};
    if (buffer == NULL) {
        return tn_failed(cx) ? -1
                             : tn_error(cx, TN_TYPE_ERROR,
                                        "tn_buffer_acquire(): the parameter buffer is NULL");
    }
    return tn_request(cx, TN_OP_BUFFER_ACQUIRE, frame, 4, &buffer->owner);
}

/**
 * Releases a buffer: what was written is seen by the host now. Releasing again does nothing.
 * @param cx *borrowed*
 * @param buffer *borrowed*
 * @return 0, or -1 with an error set: a BufferError if the host has closed the memory meanwhile
 * @thread the calling one
 * @since 1.0
 */
static inline int32_t tn_buffer_release(TnContext *cx, TnBuffer *buffer) {
    TnValue frame[1] = {tn_none()};
    if (buffer == NULL) {
        return tn_failed(cx) ? -1
                             : tn_error(cx, TN_TYPE_ERROR,
                                        "tn_buffer_release(): the parameter buffer is NULL");
    }
    frame[0] = buffer->owner;
    buffer->data = NULL;
    return tn_request(cx, TN_OP_BUFFER_RELEASE, frame, 1, NULL);
}

TENON_END_C

#endif
