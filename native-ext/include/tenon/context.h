/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The context that every callback of a module gets, and the table of functions that the host
 * offers.
 *
 * Modules call the table through the inline functions of tenon/api.h.
 */
#ifndef TENON_CONTEXT_H
#define TENON_CONTEXT_H

#include "value.h"

TENON_BEGIN_C

typedef struct TnApi TnApi;
struct TnView;

/**
 * One call into one module instance. The host passes it to every callback; it belongs to the thread
 * of the call and is good until the callback returns. Calls of several threads, and calls within
 * calls, have contexts of their own, which share the state.
 */
typedef struct TnContext {
    /** Bytes of this struct as the host knows it. */
    uint32_t size;
    /** 0 in this version. */
    uint32_t flags;
    /** The module state: TN_STATE_SIZE bytes, zeroed, aligned to 16; NULL for size 0. */
    void *state;
    /** What the host offers. */
    const TnApi *api;
    /** Non-zero while an error is set. */
    uint32_t pending;
    /** The host's own: whether the call has memory to release. */
    uint32_t reserved;
} TnContext;

/**
 * A function that takes any values and returns one.
 * @param cx *borrowed*
 * @param args *borrowed*: the arguments; what they point to lives until the function returns
 * @param nargs how many
 * @param result *out*: None on entry; what it points to must live until the function has returned:
 *        state, constants or tn_alloc
 * @return 0, or -1 with an error set
 */
typedef int32_t (*TnFunction)(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result);

/** How the arguments of a TnKeywordFunction were given. */
typedef struct TnKeywords {
    /** How many by position: they come first. */
    uint64_t positional;
    /** How many by name: they follow. */
    uint64_t count;
    /** The names, UTF-8, in the order of their values; no name occurs twice. */
    const char *const *names;
} TnKeywords;

/**
 * A function that takes any values, by position and by name, and returns one. tn_arguments sorts
 * them into parameters.
 * @param cx *borrowed*
 * @param args *borrowed*: the arguments by position, and behind them those by name
 * @param keywords *borrowed*: how many of each, and the names
 * @param result *out*: as for TnFunction
 * @return 0, or -1 with an error set
 */
typedef int32_t (*TnKeywordFunction)(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                                     TnValue *result);

/**
 * The host's functions. The table only ever grows at its end: an entry is there if it lies within
 * size. Every function that returns int32_t returns 0, or -1 with an error set. While an error is
 * set, a function that calls into the host does nothing and returns -1, so that the first error is
 * the one that is reported; error_*, alloc, release, write and flush work all the same, so that a
 * module can clean up.
 */
struct TnApi {
    /** Bytes of this table. */
    uint32_t size;
    /** The ABI of the host. */
    uint32_t abi;
    int32_t (*error_set)(TnContext *cx, uint32_t kind, const char *message, size_t length);
    uint32_t (*error_get)(TnContext *cx, TnValue *message);
    void (*error_clear)(TnContext *cx);
    void *(*alloc)(TnContext *cx, size_t size);
    int32_t (*attribute_get)(TnContext *cx, const TnValue *object, const char *name,
                             TnValue *value);
    int32_t (*attribute_set)(TnContext *cx, const TnValue *object, const char *name,
                             const TnValue *value);
    int32_t (*attribute_delete)(TnContext *cx, const TnValue *object, const char *name);
    int32_t (*import_module)(TnContext *cx, const char *name, TnValue *module);
    int32_t (*call)(TnContext *cx, const TnValue *callable, const TnValue *args, size_t nargs,
                    TnValue *result);
    int32_t (*hold)(TnContext *cx, const TnValue *object, TnValue *held);
    int32_t (*release)(TnContext *cx, const TnValue *held);
    int32_t (*write)(TnContext *cx, uint32_t stream, const void *bytes, size_t length);
    int32_t (*flush)(TnContext *cx, uint32_t stream);
    int32_t (*warn)(TnContext *cx, uint32_t category, const char *message);
    int32_t (*capability)(TnContext *cx, const char *name, uint32_t *version);
    int32_t (*self)(TnContext *cx, TnValue *module);
    /** Everything else: see tenon/operation.h. */
    int32_t (*request)(TnContext *cx, uint32_t operation, TnValue *frame, size_t count);
    struct TnView *(*view_new)(TnContext *cx);
};

TENON_END_C

#endif
