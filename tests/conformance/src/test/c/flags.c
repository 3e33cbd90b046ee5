/* SPDX-License-Identifier: Apache-2.0 */
/* Functions with flags: blocking, leaf, serialized, concurrent, with keywords. */
#include <sched.h>
#include <stdatomic.h>
#include <tenon.h>

typedef struct {
    _Atomic int64_t arrived;
    _Atomic int64_t inside;
    _Atomic int64_t most;
} State;

/* Returns when as many threads have come as are wanted. */
static int64_t meet(State *state, int64_t wanted) {
    int64_t number = atomic_fetch_add(&state->arrived, 1) + 1;
    while (atomic_load(&state->arrived) < wanted) {
        (void)sched_yield();
    }
    return number;
}

static int64_t add(int64_t a, int64_t b) { return a + b; }
static double scale(double a, double b) { return a * b; }

/* The most threads that were ever inside of it at once. */
static int64_t crowd(State *state) {
    int64_t now = atomic_fetch_add(&state->inside, 1) + 1;
    int64_t most = atomic_load(&state->most);
    while (now > most && !atomic_compare_exchange_weak(&state->most, &most, now)) {
    }
    for (int turn = 0; turn < 20; turn++) {
        (void)sched_yield();
    }
    atomic_fetch_sub(&state->inside, 1);
    return atomic_load(&state->most);
}

/* Waits for others in a function that gets values. */
static int32_t meet_any(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs;
    (void)meet(cx->state, args[0].as.i);
    (void)tn_error(cx, TN_VALUE_ERROR, args[1].as.s);
    (void)result;
    return -1;
}

/* area(width, height=2, *, both given by name, too) */
static int32_t area(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                    TnValue *result) {
    static const char *const parameters[] = {"width", "height"};
    TnValue values[2] = {tn_none(), tn_int(2)};
    if (tn_arguments(cx, "area", args, keywords, parameters, 2, 1, values) != 0) {
        return -1;
    }
    *result = tn_int(values[0].as.i * values[1].as.i);
    return 0;
}

/* Calls a callable of the host. */
static int32_t call(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    int32_t status = tn_call(cx, &args[0], args + 1, nargs - 1, result);
    atomic_store(&state->arrived, 0);
    return status;
}

static const TnMethod methods[] = {
    TN_TYPED_WITH("meet", meet, "(state, i64) -> i64", TN_BLOCKING, "Wait for others."),
    TN_DYNAMIC("meet_any", meet_any, NULL),
    TN_TYPED_WITH("add", add, "(i64, i64) -> i64", TN_NO_CALLBACK, NULL),
    TN_TYPED_WITH("scale", scale, "(f64, f64) -> f64", TN_NO_CALLBACK, NULL),
    TN_TYPED_WITH("alone", crowd, "(state) -> i64", TN_SERIALIZED, NULL),
    TN_TYPED_WITH("together", meet, "(state, i64) -> i64", TN_CONCURRENT, NULL),
    TN_KEYWORD("area", area, "Width times height."),
    TN_DYNAMIC("call", call, NULL),
    TN_METHODS_END};

TENON_MODULE(flags, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods), TN_THREADS(TN_THREADS_FREE),
             TN_INTERPRETERS(TN_ISOLATED));
