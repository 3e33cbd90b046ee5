/* SPDX-License-Identifier: Apache-2.0 */
/* A module to start from. The name behind TENON_MODULE is that of the library, too. */
#include <tenon.h>

/* One of these for each interpreter that imports the module. It starts zeroed. */
typedef struct {
    int64_t greeted;
} State;

/* A typed function: its C signature is written in the table below. */
static int64_t add(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }

/* A dynamic function: any values in, one value out; -1 with an error set when it fails. */
static int32_t greet(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    if (nargs != 1 || args[0].kind != TN_STR) {
        return tn_error(cx, TN_TYPE_ERROR, "greet() takes one argument, a str");
    }
    size_t size = args[0].length + 64;
    char *text = tn_alloc(cx, size); /* lives until the host has taken the result */
    if (text == NULL) {
        return -1;
    }
    state->greeted++;
    int length = snprintf(text, size, "Hello, %s! You are number %lld.", args[0].as.s,
                          (long long)state->greeted);
    *result = tn_str_n(text, (size_t)length);
    return 0;
}

/* Runs once for each module instance, after its state was allocated. */
static int32_t exec(TnContext *cx) { return tn_add_str(cx, "version", "1.0"); }

/* Runs when the module is the main program: tenon run -m template NAME... */
static int32_t run(TnContext *cx, TnMainArguments *arguments) {
    for (uint64_t i = 0; i < arguments->count; i++) {
        TnValue name = tn_str(arguments->values[i]);
        TnValue text;
        if (greet(cx, &name, 1, &text) != 0 ||
            tn_write(cx, TN_STDOUT, text.as.s, text.length) != 0 ||
            tn_write(cx, TN_STDOUT, "\n", 1) != 0) {
            return -1;
        }
    }
    return 0; /* the exit status is 0 unless arguments->status says otherwise */
}

static const TnMethod methods[] = {TN_TYPED("add", add, "(i64, i64) -> i64", "Add two numbers."),
                                   TN_DYNAMIC("greet", greet, "Greet somebody by name."),
                                   TN_METHODS_END};

TENON_MODULE(template, TN_DOC("A module to start from."), TN_STATE_SIZE(sizeof(State)),
             TN_METHODS(methods), TN_EXEC(exec), TN_MAIN(run), TN_INTERPRETERS(TN_ISOLATED));
