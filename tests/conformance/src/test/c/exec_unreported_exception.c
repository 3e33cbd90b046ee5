/* SPDX-License-Identifier: Apache-2.0 */
/* An exec slot that succeeds with an error set. */
#include <tenon.h>

static int32_t exec(TnContext *cx) {
    (void)tn_error(cx, TN_VALUE_ERROR, "left behind");
    return 0;
}

TENON_MODULE(exec_unreported_exception, TN_EXEC(exec));
