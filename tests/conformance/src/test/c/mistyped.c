/* SPDX-License-Identifier: Apache-2.0 */
/* Functions whose C types are not those that the descriptor says. cc-flags: -g */
#include <tenon.h>

typedef struct {
    int64_t count;
} State;

static double half(double number) { return number / 2; }
static int64_t narrow(int32_t number) { return number; }
static uint32_t sign(int64_t number) { return (uint32_t)number; }
static int64_t swapped(TnContext *cx, State *state) { return state->count + (cx != NULL); }
static int64_t missing(void) { return 0; }
static int64_t width(const int32_t *numbers, size_t count) { return numbers[0] + (int64_t)count; }
static int64_t text(int64_t text) { return text; }
static int64_t right(const State *state, const char *text, const uint8_t *bytes, size_t length,
                     const double *numbers, size_t count, int32_t flag) {
    return state->count + text[0] + bytes[0] + (int64_t)length + (int64_t)numbers[count - 1] + flag;
}
static int32_t short_dynamic(TnContext *cx, const TnValue *args, size_t nargs) {
    (void)cx;
    (void)args;
    (void)nargs;
    return 0;
}
static int32_t dynamic(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)args;
    (void)nargs;
    *result = tn_none();
    return 0;
}
static int32_t run(TnContext *cx) {
    (void)cx;
    return 0;
}
static void exec(TnContext *cx) { (void)cx; }

#define AS(type, function) ((type)(TnAnyFunction)(function))

static const TnMethod methods[] = {
    TN_TYPED("half", half, "(i64) -> i64", NULL),
    TN_TYPED("narrow", narrow, "(i64) -> i64", NULL),
    TN_TYPED("sign", sign, "(i64) -> i32", NULL),
    TN_TYPED("swapped", swapped, "(state, context) -> i64", NULL),
    TN_TYPED("missing", missing, "(i64) -> i64", NULL),
    TN_TYPED("width", width, "(f64[]) -> i64", NULL),
    TN_TYPED("text", text, "(str) -> i64", NULL),
    TN_TYPED("right", right, "(state, str, bytes, f64[], bool) -> i64", NULL),
    TN_DYNAMIC("short_dynamic", AS(TnFunction, short_dynamic), NULL),
    TN_DYNAMIC("dynamic", dynamic, NULL),
    TN_METHODS_END};

TENON_MODULE(mistyped, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods),
             TN_EXEC(AS(TnInstanceFunction, exec)), TN_MAIN(AS(TnMainFunction, run)));
