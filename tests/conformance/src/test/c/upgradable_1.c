/* SPDX-License-Identifier: Apache-2.0 */
/* The first version of a module whose state outlives a rebuild. */
#include <stdlib.h>
#include <string.h>
#include <tenon.h>

typedef struct {
    int64_t count;
    char *name; /* allocated */
    TnValue held;
} State;

static const TnResourceType type = {sizeof(TnResourceType), 0, "Thing", NULL, NULL, NULL, NULL};
static const TnResourceType *const types[] = {&type, NULL};

static int64_t next(State *state) { return ++state->count; }

static int32_t dynamic_next(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    *result = tn_int(next(cx->state));
    return 0;
}

static int32_t hold(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)nargs, (void)result;
    return tn_hold(cx, &args[0], &((State *)cx->state)->held);
}

static int32_t thing(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    return tn_resource_new(cx, &type, NULL, result);
}

static int32_t exec(TnContext *cx) {
    State *state = cx->state;
    state->name = malloc(8);
    if (state->name == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, NULL);
    }
    memcpy(state->name, "counter", 8);
    return 0;
}

static int32_t release(TnContext *cx) {
    free(((State *)cx->state)->name);
    return tn_write(cx, TN_STDERR, "free 1\n", 7);
}

static const TnConstant constants[] = {TN_INT_CONSTANT("version", 1), TN_CONSTANTS_END};
static const TnMethod methods[] = {
    TN_TYPED("next", next, "(state) -> i64", NULL), TN_DYNAMIC("dynamic_next", dynamic_next, NULL),
    TN_DYNAMIC("hold", hold, NULL), TN_DYNAMIC("thing", thing, NULL), TN_METHODS_END};

TENON_MODULE(upgradable, TN_STATE_SIZE(sizeof(State)), TN_STATE_VERSION(1), TN_METHODS(methods),
             TN_CONSTANTS(constants), TN_RESOURCES(types), TN_EXEC(exec), TN_FREE(release));
