/* SPDX-License-Identifier: Apache-2.0 */
/* A module whose name is not ASCII (DEF-14). */
#include <tenon.h>

static int32_t exec(TnContext *cx) { return tn_add_int(cx, "soup", 1); }

TENON_MODULE_PUNYCODE(lanmt_2sa6t, TN_EXEC(exec));
