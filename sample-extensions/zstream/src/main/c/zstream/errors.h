/* SPDX-License-Identifier: Apache-2.0 */
/* The state of the module, which is the type of its errors. */
#ifndef ZSTREAM_ERRORS_H
#define ZSTREAM_ERRORS_H

#include <tenon.h>

#include "stream.h"

typedef struct State {
    TnValue error; /* zstream.error, held */
} State;

/* An exec slot: makes the type, as an attribute of the module. */
int32_t errors_add(TnContext *cx);

/* A clear slot: releases the type. */
int32_t errors_release(TnContext *cx);

/* Raises zstream.error. */
int32_t errors_raise(TnContext *cx, const char *message);

/* Raises zstream.error for a status of zlib, or a MemoryError; the stream may be NULL. */
int32_t errors_raise_status(TnContext *cx, const Stream *stream, int status);

/* Raises zstream.error for data that end before their stream does. */
int32_t errors_raise_cut_off(TnContext *cx);

#endif
