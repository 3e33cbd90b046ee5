/* SPDX-License-Identifier: Apache-2.0 */
/* A later version of upgradable_1, with another layout of the state. */
#include <stdlib.h>
#include <tenon.h>

typedef struct {
    int64_t count;
    char *name;
    TnValue held;
} FirstState;

typedef struct {
    char *name;
    int64_t upgraded_from;
    int64_t count;
    TnValue held;
    int64_t zero;
} State;

static int64_t next(State *state) { return state->count += 10; }

static int32_t dynamic_next(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    *result = tn_int(next(cx->state));
    return 0;
}

static int32_t held(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    (void)args, (void)nargs;
    return tn_value(cx, &state->held, result) != 0 || tn_release(cx, &state->held) != 0 ? -1 : 0;
}

static int32_t describe(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    char *text = tn_alloc(cx, 64);
    int64_t version;
    (void)args, (void)nargs;
    if (text == NULL || tn_state_version(cx, &version) != 0) {
        return -1;
    }
    (void)snprintf(text, 64, "%s %lld to %lld, %lld", state->name, (long long)state->upgraded_from,
                   (long long)version, (long long)state->zero);
    *result = tn_str(text);
    return 0;
}

static int32_t exec(TnContext *cx) { return tn_error(cx, TN_SYSTEM_ERROR, "exec runs once"); }

static int32_t upgrade(TnContext *cx) {
    State *state = cx->state;
    FirstState first = *(FirstState *)cx->state;
    int64_t version;
    if (tn_state_version(cx, &version) != 0) {
        return -1;
    }
    *state = (State){first.name, version, first.count, first.held, state->zero};
    return 0;
}

static int32_t release(TnContext *cx) {
    free(((State *)cx->state)->name);
    return tn_write(cx, TN_STDERR, "free 2\n", 7);
}

static const TnConstant constants[] = {TN_INT_CONSTANT("version", 2), TN_CONSTANTS_END};
static const TnMethod methods[] = {
    TN_TYPED("next", next, "(state) -> i64", NULL), TN_DYNAMIC("dynamic_next", dynamic_next, NULL),
    TN_DYNAMIC("held", held, NULL), TN_DYNAMIC("describe", describe, NULL), TN_METHODS_END};

TENON_MODULE(upgradable, TN_STATE_SIZE(sizeof(State)), TN_STATE_VERSION(2), TN_METHODS(methods),
             TN_CONSTANTS(constants), TN_EXEC(exec), TN_UPGRADE(upgrade), TN_FREE(release));
