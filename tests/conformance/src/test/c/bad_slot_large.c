/* SPDX-License-Identifier: Apache-2.0 */
/* A slot with an id one above the highest known one, and an exec slot that must not run (DEF-03).
 */
#include <stdlib.h>
#include <tenon.h>

static int32_t exec(TnContext *cx) {
    (void)cx;
    abort();
}

TENON_MODULE(bad_slot_large, TN_EXEC(exec), {TN_SLOT_CALL + 1, 0, 0, {.i = 1}});
