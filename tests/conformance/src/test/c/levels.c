/* SPDX-License-Identifier: Apache-2.0 */
/* A module for each pair of what can be declared about interpreters and threads. Each writes a line
   when code of it runs, and counts how many threads are in its functions at once. */
#include <sched.h>
#include <stdatomic.h>
#include <tenon.h>

typedef struct {
    _Atomic int64_t calls;
} State;

static _Atomic int64_t inside;

static int64_t count(State *state) { return atomic_fetch_add(&state->calls, 1) + 1; }

/* How many threads of the process were in this function at once, as far as this one has seen. */
static int64_t crowd(void) {
    int64_t most = atomic_fetch_add(&inside, 1) + 1;
    for (int turn = 0; turn < 20; turn++) {
        int64_t now = atomic_load(&inside);
        most = now > most ? now : most;
        (void)sched_yield();
    }
    atomic_fetch_sub(&inside, 1);
    return most;
}

static int32_t call(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    return tn_call(cx, &args[0], args + 1, nargs - 1, result);
}

static int32_t exec(TnContext *cx) { return tn_write(cx, TN_STDOUT, "ran\n", 4); }

static const TnMethod methods[] = {TN_TYPED("count", count, "(state) -> i64", NULL),
                                   TN_TYPED("crowd", crowd, "() -> i64", NULL),
                                   TN_DYNAMIC("call", call, NULL), TN_METHODS_END};

#define LEVEL(name, interpreters, threads)                                                         \
    TENON_MODULE(name, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods), TN_EXEC(exec),           \
                 TN_INTERPRETERS(interpreters), TN_THREADS(threads))

LEVEL(not_supported_serialized, TN_NOT_SUPPORTED, TN_THREADS_SERIALIZED);
LEVEL(not_supported_free, TN_NOT_SUPPORTED, TN_THREADS_FREE);
LEVEL(shared_serialized, TN_SHARED, TN_THREADS_SERIALIZED);
LEVEL(shared_free, TN_SHARED, TN_THREADS_FREE);
LEVEL(isolated_serialized, TN_ISOLATED, TN_THREADS_SERIALIZED);
LEVEL(isolated_free, TN_ISOLATED, TN_THREADS_FREE);
