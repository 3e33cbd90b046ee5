/* SPDX-License-Identifier: Apache-2.0 */
/* Three exec slots (DEF-20) that look at the zeroed state (STATE-02). */
#include <tenon.h>

typedef struct {
    char text[1024];
    int64_t steps;
} State;

static int32_t step(TnContext *cx, int64_t number) {
    State *state = cx->state;
    state->steps = state->steps * 10 + number;
    return tn_add_int(cx, "steps", state->steps);
}

static int32_t first(TnContext *cx) {
    const unsigned char *bytes = cx->state;
    size_t dirty = 0;
    for (size_t index = 0; index < sizeof(State); index++) {
        dirty += bytes[index] != 0;
    }
    return tn_add_int(cx, "dirty", (int64_t)dirty) == 0 &&
                   tn_add_int(cx, "misaligned", (int64_t)((uintptr_t)bytes % 16)) == 0
               ? step(cx, 1)
               : -1;
}

static int32_t second(TnContext *cx) { return step(cx, 2); }

static int32_t third(TnContext *cx) { return step(cx, 3); }

TENON_MODULE(three_execs, TN_STATE_SIZE(sizeof(State)), TN_EXEC(first), TN_EXEC(second),
             TN_EXEC(third));
