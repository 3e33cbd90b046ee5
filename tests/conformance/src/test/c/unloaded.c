/* SPDX-License-Identifier: Apache-2.0 */
/* A module with all that can be in the way of its end: calls that wait, threads, objects, and
 * references to other modules. */
#define _GNU_SOURCE
#include <pthread.h>
#include <string.h>
#include <tenon.h>
#include <unistd.h>

typedef struct {
    int64_t calls;
    int64_t *freed;
    TnValue kept;
} State;

static int64_t next(State *state) { return ++state->calls; }

static int64_t wait_in(int64_t *shared) {
    __atomic_store_n(&shared[0], 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&shared[1], __ATOMIC_SEQ_CST) == 0) {
        usleep(1000);
    }
    return 7;
}

static int32_t wait_for(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)nargs;
    *result = tn_int(wait_in((int64_t *)(intptr_t)args[0].as.i));
    return 0;
}

static void *run(void *shared) { return (void *)(intptr_t)wait_in(shared); }

static int64_t start(int64_t shared) {
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, run, (void *)(intptr_t)shared);
    return failure != 0 ? failure : pthread_detach(thread);
}

/* Calls back without a context. */
static int64_t call_pointer(int64_t function) {
    int64_t (*call)(void) = NULL;
    void *address = (void *)(intptr_t)function;
    memcpy(&call, &address, sizeof call);
    return call() + 1;
}

/* Calls back without a context, and uses the state afterwards. */
static int64_t call_and_count(State *state, int64_t function) {
    int64_t result = call_pointer(function);
    state->calls += 100;
    return result + state->calls;
}

static int64_t tell_when_freed(State *state, int64_t address) {
    state->freed = (int64_t *)(intptr_t)address;
    return 0;
}

static int32_t keep(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    (void)nargs;
    *result = tn_none();
    return tn_hold(cx, &args[0], &state->kept);
}

static int32_t let_go(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    (void)args;
    (void)nargs;
    *result = tn_none();
    return tn_release(cx, &state->kept);
}

static int32_t call(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs;
    return tn_call(cx, &args[0], NULL, 0, result);
}

static void destroy(TnContext *cx, void *self) {
    (void)cx;
    (void)self;
}
static const TnResourceType thing_type = {
    sizeof(TnResourceType), 0, "Thing", NULL, NULL, NULL, destroy};
static const TnResourceType *const types[] = {&thing_type, NULL};

static int32_t thing(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args;
    (void)nargs;
    return tn_resource_new(cx, &thing_type, cx->state, result);
}

static int32_t free_module(TnContext *cx) {
    State *state = cx->state;
    if (state->freed != NULL) {
        ++*state->freed;
    }
    return 0;
}

static const TnMethod methods[] = {
    TN_TYPED("next", next, "(state) -> i64", NULL),
    TN_TYPED("start", start, "(i64) -> i64", NULL),
    TN_TYPED("call_pointer", call_pointer, "(i64) -> i64", NULL),
    TN_TYPED("call_and_count", call_and_count, "(state, i64) -> i64", NULL),
    TN_TYPED("tell_when_freed", tell_when_freed, "(state, i64) -> i64", NULL),
    TN_DYNAMIC("wait_for", wait_for, NULL),
    TN_DYNAMIC("keep", keep, NULL),
    TN_DYNAMIC("let_go", let_go, NULL),
    TN_DYNAMIC("call", call, NULL),
    TN_DYNAMIC("thing", thing, NULL),
    TN_METHODS_END};

TENON_MODULE(unloaded, TN_METHODS(methods), TN_RESOURCES(types), TN_STATE_SIZE(sizeof(State)),
             TN_FREE(free_module), TN_INTERPRETERS(TN_ISOLATED));
