/* SPDX-License-Identifier: Apache-2.0 */
/* An exec slot that fails without an error (DEF-08). */
#include <tenon.h>

static int32_t exec(TnContext *cx) {
    (void)cx;
    return -1;
}

TENON_MODULE(exec_err, TN_EXEC(exec));
