/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps everything in variables of the library, as C code does that was written for one program. */
#include <tenon.h>

static int64_t count;
static _Thread_local int64_t local_count;
static int64_t begun;

__attribute__((constructor)) static void begin(void) { begun++; }

static int64_t next(void) { return ++count; }

static int64_t next_local(void) { return ++local_count; }

static int64_t times_begun(void) { return begun; }

static int32_t call(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    return tn_call(cx, &args[0], args + 1, nargs - 1, result);
}

/* Calls back while the module is executed. */
static int32_t exec(TnContext *cx) {
    TnValue hook, result;
    count++;
    if (tn_import(cx, "exec_hook", &hook) != 0) {
        tn_error_clear(cx);
        return 0;
    }
    return tn_object_get(cx, &hook, "run", &hook) != 0 ? -1 : tn_call(cx, &hook, NULL, 0, &result);
}

static const TnMethod methods[] = {TN_TYPED("next", next, "() -> i64", NULL),
                                   TN_TYPED("next_local", next_local, "() -> i64", NULL),
                                   TN_TYPED("times_begun", times_begun, "() -> i64", NULL),
                                   TN_DYNAMIC("call", call, NULL), TN_METHODS_END};

TENON_MODULE(statics, TN_METHODS(methods), TN_EXEC(exec), TN_INTERPRETERS(TN_NOT_SUPPORTED));
