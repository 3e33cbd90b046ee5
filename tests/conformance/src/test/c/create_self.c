/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that fills and returns the ordinary module; exec meets the same one. */
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    return spec->kind == TN_OBJECT && tn_add_int(cx, "created", 1) == 0 ? tn_self(cx, module) : -1;
}

static int32_t exec(TnContext *cx) {
    TnValue created;
    return tn_get(cx, "created", &created) == 0 ? tn_set(cx, "seen", created) : -1;
}

TENON_MODULE(create_self, TN_CREATE(create), TN_EXEC(exec));
