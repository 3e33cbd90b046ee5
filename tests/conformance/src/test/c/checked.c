/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rules that checks look at. */
/* cc-flags: -pthread -g */
#include <pthread.h>
#include <tenon.h>

typedef struct {
    TnValue kept;
    TnValue released;
    TnValue remembered;
    TnContext *cx;
    int32_t status;
} State;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t keep(ARGUMENTS) {
    State *state = cx->state;
    (void)nargs;
    (void)result;
    return tn_hold(cx, &args[0], &state->kept) != 0 || tn_hold(cx, &args[0], &state->released) != 0
               ? -1
               : tn_release(cx, &state->released);
}

static void *use_context(void *argument) {
    State *state = argument;
    state->status = tn_add_int(state->cx, "reached", 1);
    return NULL;
}

/* Uses its context in a thread that it was not given to. */
static int32_t use_elsewhere(ARGUMENTS) {
    State *state = cx->state;
    pthread_t thread;
    (void)args;
    (void)nargs;
    state->cx = cx;
    if (pthread_create(&thread, NULL, use_context, state) != 0) {
        return tn_error(cx, TN_RUNTIME_ERROR, "no thread");
    }
    (void)pthread_join(thread, NULL);
    *result = tn_int(state->status);
    return 0;
}

static TnContext *kept;

/* Keeps its context for a later call. */
static int32_t keep_context(ARGUMENTS) {
    (void)args;
    (void)nargs;
    (void)result;
    kept = cx;
    return 0;
}

/* Uses the context of an earlier call. */
static int32_t use_kept_context(ARGUMENTS) {
    TnValue list;
    (void)cx;
    (void)args;
    (void)nargs;
    *result = tn_int(tn_list(kept, NULL, 0, &list) + tn_error(kept, TN_VALUE_ERROR, "late"));
    return 0;
}

/* Three calls to the host, each of whose failures it passes on. */
static int32_t three_calls(ARGUMENTS) {
    TnValue module, list;
    (void)args;
    (void)nargs;
    if (tn_self(cx, &module) != 0 || tn_list(cx, &module, 1, &list) != 0) {
        return -1;
    }
    *result = tn_int(tn_length(cx, &list));
    return result->as.i < 0 ? -1 : 0;
}

/* Gets at a buffer, and gives it back if the second argument is true. */
static int32_t look(ARGUMENTS) {
    TnBuffer buffer;
    if (nargs != 3 || tn_buffer_acquire(cx, &args[0], TN_BUFFER_READ, &buffer) != 0) {
        return -1;
    }
    if (args[2].as.i != 0) {
        *(char *)buffer.data = 'x';
    }
    *result = tn_int(buffer.read_only);
    return args[1].as.i != 0 ? tn_buffer_release(cx, &buffer) : 0;
}

/* Writes to a text or to bytes that it was given. */
static int32_t scribble(ARGUMENTS) {
    (void)cx;
    (void)nargs;
    (void)result;
    *(char *)(intptr_t)args[0].as.s = 'x';
    return 0;
}

static int64_t scribble_typed(TnContext *cx, const uint8_t *bytes, size_t length) {
    (void)cx;
    *(uint8_t *)(intptr_t)bytes = 'x';
    return (int64_t)length;
}

/* Keeps a reference that dies with this call. */
static int32_t remember(ARGUMENTS) {
    (void)nargs;
    (void)result;
    ((State *)cx->state)->remembered = args[0];
    return 0;
}

static int32_t use_remembered(ARGUMENTS) {
    (void)args;
    (void)nargs;
    return tn_type_name(cx, &((State *)cx->state)->remembered, result);
}

static int32_t succeeds_with_error(ARGUMENTS) {
    (void)args;
    (void)nargs;
    (void)result;
    (void)tn_error(cx, TN_VALUE_ERROR, "left behind");
    return 0;
}

static int32_t fails_silently(ARGUMENTS) {
    (void)cx;
    (void)args;
    (void)nargs;
    (void)result;
    return -1;
}

static const TnMethod methods[] = {
    TN_DYNAMIC("keep", keep, NULL),
    TN_DYNAMIC("use_elsewhere", use_elsewhere, NULL),
    TN_DYNAMIC("keep_context", keep_context, NULL),
    TN_DYNAMIC("use_kept_context", use_kept_context, NULL),
    TN_DYNAMIC("three_calls", three_calls, NULL),
    TN_DYNAMIC("look", look, NULL),
    TN_DYNAMIC("scribble", scribble, NULL),
    TN_TYPED("scribble_typed", scribble_typed, "(context, bytes) -> i64", NULL),
    TN_DYNAMIC("remember", remember, NULL),
    TN_DYNAMIC("use_remembered", use_remembered, NULL),
    TN_DYNAMIC("succeeds_with_error", succeeds_with_error, NULL),
    TN_DYNAMIC("fails_silently", fails_silently, NULL),
    TN_METHODS_END};

TENON_MODULE(checked, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods));
