/* SPDX-License-Identifier: Apache-2.0 */
/* Create and exec slots that show what they are given to a module of the test (DEF-21, DEF-22). */
#include <tenon.h>

static int32_t show(TnContext *cx, const char *function, const TnValue *given) {
    TnValue witness;
    TnValue callable;
    TnValue result;
    return tn_import(cx, "witness", &witness) == 0 &&
                   tn_object_get(cx, &witness, function, &callable) == 0
               ? tn_call(cx, &callable, given, 1, &result)
               : -1;
}

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    return show(cx, "in_create", spec) == 0 ? tn_self(cx, module) : -1;
}

static int32_t exec(TnContext *cx) {
    TnValue self;
    return tn_self(cx, &self) == 0 ? show(cx, "in_exec", &self) : -1;
}

TENON_MODULE(shows_itself, TN_CREATE(create), TN_EXEC(exec));
