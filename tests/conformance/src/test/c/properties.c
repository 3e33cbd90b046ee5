/* SPDX-License-Identifier: Apache-2.0 */
/* A module with properties and a call operator. */
#include <tenon.h>

typedef struct {
    int64_t level;
    int64_t reads;
} State;

static int32_t get_level(TnContext *cx, void *self, TnValue *value) {
    State *state = self;
    state->reads++;
    if (state != cx->state) {
        return tn_error(cx, TN_RUNTIME_ERROR, "self is not the state");
    }
    *value = tn_int(state->level);
    return 0;
}

static int32_t set_level(TnContext *cx, void *self, const TnValue *value) {
    if (value->kind != TN_INT || value->as.i < 0) {
        return tn_error(cx, TN_VALUE_ERROR, "a level is a whole number from 0");
    }
    ((State *)self)->level = value->as.i;
    return 0;
}

static int32_t delete_level(TnContext *cx, void *self) {
    (void)cx;
    ((State *)self)->level = -1;
    return 0;
}

static int32_t get_reads(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int(((State *)self)->reads);
    return 0;
}

static int32_t get_broken(TnContext *cx, void *self, TnValue *value) {
    (void)self;
    (void)value;
    return tn_error(cx, TN_OS_ERROR, "broken");
}

static const TnModuleProperty table[] = {
    TN_PROPERTY("level", get_level, set_level, delete_level, "How high it is."),
    TN_PROPERTY("reads", get_reads, NULL, NULL, NULL),
    TN_PROPERTY("broken", get_broken, NULL, NULL, NULL), TN_MODULE_PROPERTIES_END};

static int32_t call(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    State *state = cx->state;
    *result = tn_int(state->level + (nargs == 1 ? args[0].as.i : 0));
    return nargs < 2 ? 0 : tn_error(cx, TN_TYPE_ERROR, "expected at most one argument");
}

TENON_MODULE(properties, TN_STATE_SIZE(sizeof(State)), TN_PROPERTIES(table), TN_CALL(call),
             TN_INTERPRETERS(TN_ISOLATED));
