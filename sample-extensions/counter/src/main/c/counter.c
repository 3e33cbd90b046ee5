/* SPDX-License-Identifier: Apache-2.0 */
/* A counter that lives in module state. It has a twin in Java that behaves the same. */
#include <string.h>
#include <tenon.h>

typedef struct {
    int64_t value;
} Counter;

/* Wraps around at the ends of the 64 bits, as Java does; in C only unsigned numbers may. */
static int64_t counter_add(Counter *counter, int64_t amount) {
    counter->value = (int64_t)((uint64_t)counter->value + (uint64_t)amount);
    return counter->value;
}

static int64_t counter_next(Counter *counter) { return counter_add(counter, 1); }

static int64_t counter_value(Counter *counter) { return counter->value; }

static void counter_reset(Counter *counter) { counter->value = 0; }

/* describe([prefix]): the value as text, "3 ticks", behind an optional prefix. */
static int32_t counter_describe(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    const Counter *counter = cx->state;
    const char *prefix = "";
    size_t length = 0;
    if (nargs > 1) {
        return tn_errorf(cx, TN_TYPE_ERROR, "describe() takes at most one argument (%zu given)",
                         nargs);
    }
    if (nargs == 1 && args[0].kind != TN_STR) {
        return tn_error(cx, TN_TYPE_ERROR, "describe() argument 1 must be str");
    }
    if (nargs == 1) {
        prefix = args[0].as.s;
        length = args[0].length;
    }
    char *text = tn_alloc(cx, length + 32);
    if (text == NULL) {
        return -1;
    }
    memcpy(text, prefix, length);
    int digits = snprintf(text + length, 32, "%lld ticks", (long long)counter->value);
    *result = tn_str_n(text, length + (size_t)digits);
    return 0;
}

static int32_t counter_exec(TnContext *cx) { return tn_add_str(cx, "unit", "ticks"); }

static const TnMethod counter_methods[] = {
    TN_TYPED("next", counter_next, "(state) -> i64", "Add one and return the new value."),
    TN_TYPED("add", counter_add, "(state, i64) -> i64", "Add an amount and return the new value."),
    TN_TYPED("value", counter_value, "(state) -> i64", "Return the value."),
    TN_TYPED("reset", counter_reset, "(state) -> void", "Set the value to 0."),
    TN_DYNAMIC("describe", counter_describe, "Return the value as text, behind a prefix."),
    TN_METHODS_END};

TENON_MODULE(counter, TN_DOC("A counter that lives in module state."),
             TN_STATE_SIZE(sizeof(Counter)), TN_METHODS(counter_methods), TN_EXEC(counter_exec),
             TN_INTERPRETERS(TN_ISOLATED));
