/* SPDX-License-Identifier: Apache-2.0 */
/* Its first hook works, its second one fails. */
#include <tenon.h>

static int32_t tell(TnContext *cx, void *data) {
    const char *text = data;
    (void)tn_write(cx, TN_STDERR, text, 1);
    return text[0] == 'b' ? tn_error(cx, TN_VALUE_ERROR, "the hook failed") : 0;
}

static int32_t exec(TnContext *cx) {
    return tn_at_exit(cx, tell, (void *)"a") != 0 ? -1 : tn_at_exit(cx, tell, (void *)"b");
}

TENON_MODULE(failing_hook, TN_EXEC(exec));
