/* SPDX-License-Identifier: Apache-2.0 */
/* Adds a hook and fails to execute. */
#include <tenon.h>

static int32_t tell(TnContext *cx, void *data) {
    (void)data;
    return tn_write(cx, TN_STDERR, "hook\n", 5);
}

static int32_t exec(TnContext *cx) {
    return tn_at_exit(cx, tell, NULL) != 0 ? -1 : tn_error(cx, TN_VALUE_ERROR, "no");
}

TENON_MODULE(hook_then_failure, TN_EXEC(exec));
