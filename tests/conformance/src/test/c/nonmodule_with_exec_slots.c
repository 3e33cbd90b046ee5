/* SPDX-License-Identifier: Apache-2.0 */
/* A create slot that makes no module, and an exec slot that must not run. */
#include <stdlib.h>
#include <tenon.h>

static int32_t create(TnContext *cx, const TnValue *spec, TnValue *module) {
    (void)cx;
    (void)spec;
    *module = tn_str("three");
    return 0;
}

static int32_t exec(TnContext *cx) {
    (void)cx;
    abort();
}

TENON_MODULE(nonmodule_with_exec_slots, TN_CREATE(create), TN_EXEC(exec));
