/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of the shapes whose calls are measured, and the same functions for bare foreign calls.
 */
#include <tenon.h>

typedef struct {
    int64_t value;
} Calls;

__attribute__((visibility("default"))) int64_t calls_add(int64_t a, int64_t b) { return a + b; }

__attribute__((visibility("default"))) int64_t calls_next(void *state) {
    return ++((Calls *)state)->value;
}

__attribute__((visibility("default"))) int64_t calls_up(int64_t (*up)(int64_t), int64_t number) {
    return up(number);
}

static int32_t calls_sum(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    if (nargs != 2 || args[0].kind != TN_FLOAT || args[1].kind != TN_FLOAT) {
        return tn_error(cx, TN_TYPE_ERROR, "sum() takes two floats");
    }
    *result = tn_float(args[0].as.f + args[1].as.f);
    return 0;
}

static int32_t calls_echo(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    *result = nargs == 0 ? tn_none() : args[0];
    return 0;
}

/* Asks the host for something that costs the host next to nothing, so that the way is measured. */
static int64_t calls_ask(TnContext *cx, int64_t times) {
    TnValue module;
    for (int64_t index = 0; index < times; index++) {
        if (cx->api->self(cx, &module) != 0) {
            return -1;
        }
    }
    return times;
}

static const TnMethod calls_methods[] = {
    TN_TYPED("add", calls_add, "(i64, i64) -> i64", "Adds."),
    TN_TYPED_WITH("add_serialized", calls_add, "(i64, i64) -> i64", TN_SERIALIZED, "Adds."),
    TN_TYPED_WITH("add_leaf", calls_add, "(i64, i64) -> i64", TN_NO_CALLBACK, "Adds."),
    TN_TYPED("next", calls_next, "(state) -> i64", "Counts."),
    TN_TYPED_WITH("next_serialized", calls_next, "(state) -> i64", TN_SERIALIZED, "Counts."),
    TN_TYPED("ask", calls_ask, "(context, i64) -> i64", "Calls the host."),
    TN_DYNAMIC("sum", calls_sum, "Adds two floats."),
    TN_DYNAMIC("echo", calls_echo, "Gives its argument back."),
    TN_METHODS_END};

TENON_MODULE(calls, TN_STATE_SIZE(sizeof(Calls)), TN_METHODS(calls_methods),
             TN_INTERPRETERS(TN_ISOLATED), TN_THREADS(TN_THREADS_FREE));

/* The same functions in a module of one thread at a time. */
static const TnMethod turns_methods[] = {TN_TYPED("add", calls_add, "(i64, i64) -> i64", "Adds."),
                                         TN_TYPED("next", calls_next, "(state) -> i64", "Counts."),
                                         TN_METHODS_END};

TENON_MODULE(turns, TN_STATE_SIZE(sizeof(Calls)), TN_METHODS(turns_methods));
