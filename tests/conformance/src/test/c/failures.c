/* SPDX-License-Identifier: Apache-2.0 */
/* Errors that are saved, chained and of the module's own type, and hooks at its end. */
#include <tenon.h>

typedef struct {
    TnValue parse_error;
} State;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t parse(ARGUMENTS) {
    State *state = cx->state;
    (void)nargs;
    (void)result;
    return tn_raise(cx, &state->parse_error, args[0].as.s);
}

/* Calls something, cleans up in spite of its error, and passes that on. */
static int32_t clean_up_after(ARGUMENTS) {
    TnValue error;
    if (tn_call(cx, &args[0], args + 1, nargs - 1, result) == 0) {
        return 0;
    }
    if (tn_error_fetch(cx, &error) != 0 || tn_add_str(cx, "cleaned", "up") != 0) {
        return -1;
    }
    return tn_error_restore(cx, &error);
}

/* Calls something and turns its error into one of the module's with the first as the cause. */
static int32_t wrap(ARGUMENTS) {
    State *state = cx->state;
    TnValue error;
    if (tn_call(cx, &args[0], args + 1, nargs - 1, result) == 0) {
        return 0;
    }
    if (tn_error_fetch(cx, &error) != 0) {
        return -1;
    }
    (void)tn_raise(cx, &state->parse_error, "wrapped");
    return tn_error_chain(cx, &error);
}

/* Handles errors of the own type and KeyError. */
static int32_t trap(ARGUMENTS) {
    State *state = cx->state;
    TnValue error;
    int32_t is_own;
    if (tn_call(cx, &args[0], args + 1, nargs - 1, result) == 0) {
        return 0;
    }
    if (tn_error_matches(cx, TN_KEY_ERROR)) {
        tn_error_clear(cx);
        *result = tn_str("a key");
        return 0;
    }
    if (tn_error_fetch(cx, &error) != 0 ||
        (is_own = tn_error_is(cx, &error, &state->parse_error)) < 0) {
        return -1;
    }
    return is_own ? tn_to_str(cx, &error, result) : tn_error_restore(cx, &error);
}

static int32_t pass(ARGUMENTS) { return tn_call(cx, &args[0], args + 1, nargs - 1, result); }

static int32_t fail(ARGUMENTS) {
    (void)args;
    (void)nargs;
    (void)result;
    return tn_error(cx, TN_VALUE_ERROR, "from C");
}

static int32_t tell(TnContext *cx, void *data) {
    const char *text = data;
    return tn_write(cx, TN_STDERR, text, tn_str(text).length);
}

static int32_t exec(TnContext *cx) {
    State *state = cx->state;
    TnValue type;
    return tn_error_type(cx, "ParseError", TN_VALUE_ERROR, &type) != 0 ||
                   tn_add_object(cx, "ParseError", &type) != 0 ||
                   tn_hold(cx, &type, &state->parse_error) != 0 ||
                   tn_at_exit(cx, tell, (void *)"a\n") != 0 ||
                   tn_at_exit(cx, tell, (void *)"b\n") != 0
               ? -1
               : 0;
}

static int32_t clear(TnContext *cx) { return tn_write(cx, TN_STDERR, "clear\n", 6); }

static const TnMethod methods[] = {TN_DYNAMIC("parse", parse, NULL),
                                   TN_DYNAMIC("clean_up_after", clean_up_after, NULL),
                                   TN_DYNAMIC("wrap", wrap, NULL),
                                   TN_DYNAMIC("trap", trap, NULL),
                                   TN_DYNAMIC("pass", pass, NULL),
                                   TN_DYNAMIC("fail", fail, NULL),
                                   TN_METHODS_END};

TENON_MODULE(failures, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods), TN_EXEC(exec),
             TN_CLEAR(clear));
