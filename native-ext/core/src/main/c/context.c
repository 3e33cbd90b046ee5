/* SPDX-License-Identifier: Apache-2.0 */
/* Contexts: module state, call memory and the pending error of one module instance. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "platform.h"

enum { CONTEXT_SIZE = HOST_FRAME + HOST_FRAME_SIZE, ALIGNMENT = 16, CHUNK_SIZE = 4096 };

/* How many contexts that have ended are kept. */
enum { RESTING = 1 << 12 };

_Static_assert(sizeof(HostContext) <= HOST_FRAME, "the frame begins behind the context");
_Static_assert(sizeof(TnContext) == 32, "the host's part begins at 32");
_Static_assert(offsetof(HostContext, call_memory) == 64, "as in Abi.java");
_Static_assert(offsetof(HostContext, callers) == 104, "as in Abi.java");

static size_t aligned(size_t size) { return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

/* Checked contexts whose instances have ended. They are kept, so that a use of them is noticed. */
static _Atomic(HostContext *) ended;

/* Other contexts that have ended. C may still have their addresses, so what comes late finds them
 * marked until as many others have ended. */
static PlatformLock lock = PLATFORM_UNLOCKED;
static HostContext *resting[RESTING];
static uint32_t next_resting;

static void rest(HostContext *host) {
    tenon_lock(&lock);
    HostContext *oldest = resting[next_resting];
    resting[next_resting] = host;
    next_resting = (next_resting + 1) % RESTING;
    tenon_unlock(&lock);
    free(oldest);
}

int64_t tenon_host_context_new(int64_t state_size, int64_t instance, int64_t state,
                               int64_t checks) {
    int owns_state = state_size != 0;
    void *memory = (void *)(intptr_t)state;
    if (owns_state) {
        memory = state_size < 0 ? NULL : calloc(1, (size_t)state_size);
        if (memory == NULL) {
            return 0;
        }
    }
    HostContext *host = calloc(1, CONTEXT_SIZE);
    if (host == NULL) {
        if (owns_state) {
            free(memory);
        }
        return 0;
    }
    host->base.size = sizeof(TnContext);
    host->base.state = memory;
    host->base.api = checks > 0 ? &tenon_checked_api : &tenon_host_api;
    host->owns_state = owns_state;
    host->is_checked = checks > 0;
    host->calls_to_fail = checks > 0 ? (int32_t)(checks - 1) : 0;
    host->instance = instance;
    return (int64_t)(intptr_t)host;
}

/* An ended context stays one with an error set, so that calls which look for that do nothing. */
int64_t tenon_host_context_free(int64_t cx, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    HostContext *host = (HostContext *)(intptr_t)cx;
    tenon_error_drop(host);
    tenon_call_release(host, NULL);
    host->has_ended = 1;
    host->base.pending = 1;
    host->error_kind = TN_RUNTIME_ERROR;
    if (host->is_checked) {
        host->ended_before = atomic_exchange(&ended, host);
        return 0;
    }
    if (host->owns_state) {
        free(host->base.state);
    }
    host->base.state = NULL;
    rest(host);
    return 0;
}

int tenon_context_has_ended(TnContext *cx) {
    HostContext *host = (HostContext *)cx;
    if (host->has_ended == 1 && !host->is_checked) {
        host->has_ended = 2;
        (void)fputs("tenon: C used the context of a module instance that has ended; what it asked "
                    "for was not done\n",
                    stderr);
    }
    return host->has_ended;
}

static CallChunk *push_chunk(HostContext *host, size_t size) {
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    size_t head = aligned(sizeof(CallChunk));
    if (room > SIZE_MAX - head) {
        return NULL;
    }
    CallChunk *chunk = malloc(head + room);
    if (chunk != NULL) {
        chunk->below = host->call_chunk;
        chunk->end = (char *)chunk + head + room;
        host->call_chunk = chunk;
        host->call_memory = (char *)chunk + head;
        host->base.reserved = 1;
    }
    return chunk;
}

void *tenon_call_alloc(TnContext *cx, size_t size) {
    HostContext *host = (HostContext *)cx;
    if (host->has_ended && tenon_context_has_ended(cx)) {
        return NULL;
    }
    size_t wanted = size > SIZE_MAX - ALIGNMENT ? size : aligned(size);
    int fits =
        host->call_chunk != NULL && wanted <= (size_t)(host->call_chunk->end - host->call_memory);
    if (!fits && push_chunk(host, wanted) == NULL) {
        tenon_error_first(cx, TN_MEMORY_ERROR, "out of memory for the duration of a call");
        return NULL;
    }
    void *place = host->call_memory;
    host->call_memory += wanted;
    return place;
}

/* Releases everything that was allocated after the mark. */
void tenon_call_release(HostContext *host, char *mark) {
    while (host->call_chunk != NULL &&
           !(mark > (char *)host->call_chunk && mark <= host->call_chunk->end)) {
        CallChunk *below = host->call_chunk->below;
        free(host->call_chunk);
        host->call_chunk = below;
    }
    host->call_memory = host->call_chunk == NULL ? NULL : mark;
    host->base.reserved = host->call_chunk != NULL;
}

int64_t tenon_host_alloc(int64_t cx, int64_t size, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    return (int64_t)(intptr_t)tenon_call_alloc((TnContext *)(intptr_t)cx, (size_t)size);
}

int64_t tenon_host_release(int64_t cx, int64_t mark, int64_t c, int64_t d) {
    (void)c;
    (void)d;
    tenon_call_release((HostContext *)(intptr_t)cx, (char *)(intptr_t)mark);
    return 0;
}

void tenon_error_drop(HostContext *host) {
    free(host->error_message);
    host->error_message = NULL;
    host->error_length = 0;
    host->error_kind = 0;
    host->base.pending = 0;
}

int64_t tenon_host_error_set(int64_t cx, int64_t kind, int64_t message, int64_t length) {
    HostContext *host = (HostContext *)(intptr_t)cx;
    const char *text = (const char *)(intptr_t)message;
    /* Copied before the old text goes: the new one may be part of it. Without memory for the text
     * the error still stands, with its kind. */
    char *copy = text == NULL || length < 0 ? NULL : malloc((size_t)length + 1);
    if (copy != NULL) {
        memcpy(copy, text, (size_t)length);
        copy[length] = '\0';
    }
    tenon_error_drop(host);
    host->base.pending = 1;
    host->error_kind = kind == 0 ? TN_EXCEPTION : kind;
    host->error_message = copy;
    host->error_length = copy == NULL ? 0 : length;
    return -1;
}

int32_t tenon_error_first(TnContext *cx, uint32_t kind, const char *message) {
    return cx->pending != 0 ? -1 : tn_error(cx, kind, message);
}

int64_t tenon_host_error_clear(int64_t cx, int64_t b, int64_t c, int64_t d) {
    (void)b;
    (void)c;
    (void)d;
    tenon_error_drop((HostContext *)(intptr_t)cx);
    return 0;
}
