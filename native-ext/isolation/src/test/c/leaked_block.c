/* SPDX-License-Identifier: Apache-2.0 */
/* Forgets a block of memory for each instance. */
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

typedef struct {
    char *block;
} Leaky;

static int32_t leaky_exec(TnContext *cx) {
    Leaky *leaky = cx->state;
    leaky->block = malloc(48);
    if (leaky->block == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, "no memory");
    }
    memset(leaky->block, 1, 48);
    return 0;
}

TENON_MODULE(leaked_block, TN_STATE_SIZE(sizeof(Leaky)), TN_EXEC(leaky_exec),
             TN_INTERPRETERS(TN_ISOLATED));
