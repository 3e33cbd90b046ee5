/* SPDX-License-Identifier: Apache-2.0 */
/* An exec slot that raises (DEF-09). */
#include <tenon.h>

static int32_t exec(TnContext *cx) { return tn_error(cx, TN_SYSTEM_ERROR, "bad exec function"); }

TENON_MODULE(exec_raise, TN_EXEC(exec));
