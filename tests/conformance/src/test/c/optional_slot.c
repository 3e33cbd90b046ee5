/* SPDX-License-Identifier: Apache-2.0 */
/* An unknown slot that may be passed over, before an exec slot that runs (DEF-26). */
#include <tenon.h>

static int32_t exec(TnContext *cx) { return tn_add_bool(cx, "ran", 1); }

TENON_MODULE(optional_slot, {999, TN_SLOT_OPTIONAL, 0, {.i = 1}}, TN_EXEC(exec));
