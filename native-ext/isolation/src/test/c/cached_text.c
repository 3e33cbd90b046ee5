/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps what the first interpreter set for all others: a cache that is filled once. */
#include <stdio.h>

#include <tenon.h>

static char owner[64];

static int32_t cached_exec(TnContext *cx) {
    if (owner[0] == '\0') {
        (void)snprintf(owner, sizeof owner, "made at %p", (void *)cx);
    }
    return 0;
}

TENON_MODULE(cached_text, TN_EXEC(cached_exec), TN_INTERPRETERS(TN_ISOLATED));
