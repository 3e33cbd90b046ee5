/* SPDX-License-Identifier: Apache-2.0 */
/* Fills its state, then fails; must be freed once (STATE-08). */
#include <tenon.h>

static int32_t fill(TnContext *cx) {
    *(int64_t *)cx->state = 42;
    return 0;
}

static int32_t fail(TnContext *cx) { return tn_error(cx, TN_VALUE_ERROR, "second exec failed"); }

static int32_t release(TnContext *cx) {
    return *(int64_t *)cx->state == 42 ? tn_write(cx, TN_STDERR, "free 42\n", 8) : -1;
}

TENON_MODULE(second_exec_fails, TN_STATE_SIZE(sizeof(int64_t)), TN_EXEC(fill), TN_EXEC(fail),
             TN_FREE(release));
