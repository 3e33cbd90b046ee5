/* SPDX-License-Identifier: Apache-2.0 */
/* Tells on the error stream when it is cleared and freed, with what its state holds (STATE-07). */
#include <string.h>
#include <tenon.h>

static int32_t tell(TnContext *cx, const char *what) {
    char line[64];
    int64_t *state = cx->state;
    int length = snprintf(line, sizeof line, "%s %lld\n", what, (long long)*state);
    return tn_write(cx, TN_STDERR, line, (size_t)length);
}

static int32_t exec(TnContext *cx) {
    *(int64_t *)cx->state = 7;
    return 0;
}

static int32_t clear(TnContext *cx) { return tell(cx, "clear"); }

static int32_t release(TnContext *cx) { return tell(cx, "free"); }

static int64_t value(const int64_t *state) { return *state; }

static const TnMethod methods[] = {TN_TYPED("value", value, "(state) -> i64", NULL),
                                   TN_METHODS_END};

TENON_MODULE(told_when_freed, TN_STATE_SIZE(sizeof(int64_t)), TN_METHODS(methods), TN_EXEC(exec),
             TN_FREE(release), TN_CLEAR(clear));
