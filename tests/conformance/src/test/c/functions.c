/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of every kind of parameter and result, and what can go wrong in a call. */
#include <string.h>
#include <tenon.h>

static int8_t i8(int8_t x) { return (int8_t)-x; }
static int16_t i16(int16_t x) { return (int16_t)-x; }
static int32_t i32(int32_t x) { return -x; }
static uint8_t u8(uint8_t x) { return (uint8_t)(255 - x); }
static uint16_t u16(uint16_t x) { return (uint16_t)(65535 - x); }
static uint32_t u32(uint32_t x) { return 4294967295u - x; }
static uint64_t u64(uint64_t x) { return ~x; }
static float f32(float x) { return x / 2; }
static double f64(double x, int32_t y, float z) { return x + y + (double)z; }
static uint8_t negate(uint8_t flag) { return !flag; }
static size_t size_of(size_t x) { return x + 1; }
static int64_t length_of(const char *text) { return (int64_t)strlen(text); }

static const char *echo(TnContext *cx, const char *text) {
    char *copy = tn_alloc(cx, strlen(text) + 2);
    if (copy != NULL) {
        copy[0] = '>';
        memcpy(copy + 1, text, strlen(text) + 1);
    }
    return copy;
}

static const char *nothing(void) { return NULL; }
static const char *not_utf8(void) { return "\xff"; }

static int64_t sum(const uint8_t *bytes, size_t length) {
    int64_t total = 0;
    for (size_t index = 0; index < length; index++) {
        total += bytes[index];
    }
    return total;
}

static void fill(uint8_t *bytes, size_t length) { memset(bytes, 7, length); }

static int64_t fail(TnContext *cx, int64_t kind) {
    (void)tn_errorf(cx, (uint32_t)kind, "failed with kind %lld", (long long)kind);
    return 0;
}

static int32_t same(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    *result = nargs == 0 ? tn_none() : args[0];
    return 0;
}

static int32_t count(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)args;
    *result = tn_int((int64_t)nargs);
    return 0;
}

static int32_t fails_silently(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)args;
    (void)nargs;
    (void)result;
    return -1;
}

static int32_t succeeds_with_error(TnContext *cx, const TnValue *args, size_t nargs,
                                   TnValue *result) {
    (void)args;
    (void)nargs;
    *result = tn_int(1);
    (void)tn_error(cx, TN_VALUE_ERROR, "left behind");
    return 0;
}

static int32_t bad_kind(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)cx;
    (void)args;
    (void)nargs;
    result->kind = 99;
    return 0;
}

/* call(f, args…): calls a callable of the host. */
static int32_t call(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    return tn_call(cx, &args[0], args + 1, nargs - 1, result);
}

/* call_trapped(f): the kind and text of the error that f raises. */
static int32_t call_trapped(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    TnValue message;
    (void)nargs;
    if (tn_call(cx, &args[0], NULL, 0, result) == 0) {
        return 0;
    }
    uint32_t kind = tn_error_get(cx, &message);
    char *text = tn_alloc(cx, message.length + 16u);
    if (text == NULL) {
        return -1;
    }
    int length = snprintf(text, message.length + 16u, "%u %s", kind,
                          message.kind == TN_STR ? message.as.s : "");
    tn_error_clear(cx);
    *result = tn_str_n(text, (size_t)length);
    return 0;
}

/* import_and_get(module, attribute) */
static int32_t import_and_get(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    TnValue module;
    (void)nargs;
    return tn_import(cx, args[0].as.s, &module) == 0
               ? tn_object_get(cx, &module, args[1].as.s, result)
               : -1;
}

typedef struct {
    TnValue held;
} State;

static int32_t hold(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    (void)nargs;
    (void)result;
    return tn_hold(cx, &args[0], &state->held);
}

static int32_t held(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    (void)args;
    (void)nargs;
    *result = state->held;
    return 0;
}

static int32_t release(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    (void)args;
    (void)nargs;
    (void)result;
    return tn_release(cx, &state->held);
}

/* keep(object): keeps a reference without holding it, which is a mistake. */
static int32_t keep(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    (void)nargs;
    (void)result;
    state->held = args[0];
    return 0;
}

/* descend(f, n): calls f(f, n) so that C and Java call each other without end. */
static int32_t descend(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    return tn_call(cx, &args[0], args, nargs, result);
}

static int32_t set_and_delete(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs;
    return tn_set(cx, "passing", args[0]) == 0 && tn_get(cx, "passing", result) == 0
               ? tn_delete(cx, "passing")
               : -1;
}

static int32_t warn(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs;
    (void)result;
    return tn_warn(cx, TN_USER_WARNING, args[0].as.s);
}

static int32_t write_null(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args;
    (void)nargs;
    (void)result;
    return tn_write(cx, TN_STDOUT, NULL, 3);
}

static int32_t capability(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    uint32_t version;
    (void)nargs;
    *result = tn_int(tn_capability(cx, args[0].as.s, &version) * (int64_t)version);
    return 0;
}

static const TnMethod methods[] = {
    TN_TYPED("i8", i8, "(i8) -> i8", NULL),
    TN_TYPED("i16", i16, "(i16) -> i16", NULL),
    TN_TYPED("i32", i32, "(i32) -> i32", NULL),
    TN_TYPED("u8", u8, "(u8) -> u8", NULL),
    TN_TYPED("u16", u16, "(u16) -> u16", NULL),
    TN_TYPED("u32", u32, "(u32) -> u32", NULL),
    TN_TYPED("u64", u64, "(u64) -> u64", NULL),
    TN_TYPED("f32", f32, "(f32) -> f32", NULL),
    TN_TYPED("f64", f64, "(f64, i32, f32) -> f64", NULL),
    TN_TYPED("negate", negate, "(bool) -> bool", NULL),
    TN_TYPED("size_of", size_of, "(size) -> size", NULL),
    TN_TYPED("length_of", length_of, "(str) -> i64", NULL),
    TN_TYPED("echo", echo, "(context, str) -> str", "Text there and back."),
    TN_TYPED("nothing", nothing, "() -> str", NULL),
    TN_TYPED("not_utf8", not_utf8, "() -> str", NULL),
    TN_TYPED("sum", sum, "(bytes) -> i64", NULL),
    TN_TYPED("fill", fill, "(buffer) -> void", NULL),
    TN_TYPED("fail", fail, "(context, i64) -> i64", NULL),
    TN_DYNAMIC("same", same, "Its first argument."),
    TN_DYNAMIC("count", count, NULL),
    TN_DYNAMIC("fails_silently", fails_silently, NULL),
    TN_DYNAMIC("succeeds_with_error", succeeds_with_error, NULL),
    TN_DYNAMIC("bad_kind", bad_kind, NULL),
    TN_DYNAMIC("call", call, NULL),
    TN_DYNAMIC("call_trapped", call_trapped, NULL),
    TN_DYNAMIC("import_and_get", import_and_get, NULL),
    TN_DYNAMIC("hold", hold, NULL),
    TN_DYNAMIC("held", held, NULL),
    TN_DYNAMIC("release", release, NULL),
    TN_DYNAMIC("keep", keep, NULL),
    TN_DYNAMIC("descend", descend, NULL),
    TN_DYNAMIC("set_and_delete", set_and_delete, NULL),
    TN_DYNAMIC("warn", warn, NULL),
    TN_DYNAMIC("write_null", write_null, NULL),
    TN_DYNAMIC("capability", capability, NULL),
    TN_METHODS_END};

static const TnConstant constants[] = {{"none", {TN_NONE, 0, {0}}},
                                       {"yes", {TN_BOOL, 0, {1}}},
                                       {"answer", {TN_INT, 0, {42}}},
                                       {"half", {TN_FLOAT, 0, {.f = 0.5}}},
                                       {"greeting", {TN_STR, 5, {.s = "hello"}}},
                                       {NULL, {TN_NONE, 0, {0}}}};

TENON_MODULE(functions, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods), TN_CONSTANTS(constants));
