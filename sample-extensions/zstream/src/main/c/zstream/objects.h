/* SPDX-License-Identifier: Apache-2.0 */
/* Streams behind objects of the host: the types Compressor and Decompressor. */
#ifndef ZSTREAM_OBJECTS_H
#define ZSTREAM_OBJECTS_H

#include <tenon.h>

#include "stream.h"

/* Bytes of an argument. */
typedef struct Input {
    const void *bytes;
    size_t length;
    TnBuffer buffer; /* its owner is None if there is nothing to release */
} Input;

/* Gets at bytes, or at memory of the host: an array, a buffer, a memory segment. -1 with a
 * TypeError. */
int32_t objects_input(TnContext *cx, const TnValue *value, Input *input);

/* Releases the memory; also that of an Input of zeros. */
void objects_release(TnContext *cx, Input *input);

/* Makes a Compressor or a Decompressor. */
int32_t objects_new(TnContext *cx, const Options *options, TnValue *result);

#endif
