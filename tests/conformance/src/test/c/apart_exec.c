/* SPDX-License-Identifier: Apache-2.0 */
/* A module whose exec slot ends the process. */
#include <stdlib.h>
#include <tenon.h>

static int32_t exec(TnContext *cx) {
    (void)tn_add_int(cx, "begun", 1);
    abort();
}

TENON_MODULE(apart_exec, TN_EXEC(exec), TN_INTERPRETERS(TN_ISOLATED));
