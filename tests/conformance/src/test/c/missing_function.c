/* SPDX-License-Identifier: Apache-2.0 */
/* A library that needs a function which nobody provides. */
#include <tenon.h>

extern int tenon_function_that_nobody_provides(void);

static int32_t exec(TnContext *cx) {
    return tn_add_int(cx, "never", tenon_function_that_nobody_provides());
}

TENON_MODULE(missing_function, TN_EXEC(exec));
