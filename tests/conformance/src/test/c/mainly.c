/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as the main program: adopts the real __main__ (MAIN-01, MAIN-02). */
#include <stdlib.h>
#include <string.h>
#include <tenon.h>

static int32_t exec(TnContext *cx) {
    TnValue name;
    TnValue self;
    int64_t *state = cx->state;
    if (tn_get(cx, "__name__", &name) != 0 || tn_set(cx, "name_in_exec", name) != 0 ||
        tn_self(cx, &self) != 0 || tn_set(cx, "self_in_exec", self) != 0) {
        return -1;
    }
    return tn_add_int(cx, "state_in_exec", *state);
}

static int32_t run(TnContext *cx, TnMainArguments *arguments) {
    if (arguments->count > 0 && strcmp(arguments->values[0], "raise") == 0) {
        return tn_error(cx, TN_VALUE_ERROR, "raised in main");
    }
    if (arguments->count > 0 && strcmp(arguments->values[0], "exit") == 0) {
        return tn_error(cx, TN_SYSTEM_EXIT, "3");
    }
    arguments->status = (int32_t)arguments->count;
    return tn_add_int(cx, "arguments", (int64_t)arguments->count);
}

TENON_MODULE(mainly, TN_STATE_SIZE(sizeof(int64_t)), TN_EXEC(exec), TN_MAIN(run));
