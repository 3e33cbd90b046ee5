/* SPDX-License-Identifier: Apache-2.0 */
/* Counters behind objects; their methods also count in module state (STATE-10, STATE-11). */
#include <stdlib.h>
#include <tenon.h>

typedef struct {
    int64_t total;
    int64_t destroyed;
} State;

typedef struct {
    int64_t value;
} Counter;

#define SELF TnContext *cx, void *self, const TnValue *args, size_t nargs, TnValue *result

static int32_t raise_by(SELF) {
    State *state = cx->state;
    Counter *counter = self;
    if (nargs != 1 || args[0].kind != TN_INT) {
        return tn_error(cx, TN_TYPE_ERROR, "raise_by() takes one int");
    }
    counter->value += args[0].as.i;
    state->total += args[0].as.i;
    *result = tn_int(counter->value);
    return 0;
}

static int32_t total(SELF) {
    (void)self;
    (void)args;
    (void)nargs;
    *result = tn_int(((State *)cx->state)->total);
    return 0;
}

static int32_t defining_module(SELF) {
    (void)self;
    (void)args;
    (void)nargs;
    return tn_self(cx, result);
}

static int32_t itself(SELF) {
    (void)self;
    (void)args;
    (void)nargs;
    return tn_resource_self(cx, result);
}

static int64_t add(Counter *self, int64_t step) { return self->value += step; }

static int64_t add_to_total(State *state, Counter *self, uint8_t step) {
    return state->total += self->value + step;
}

static const char *labelled(TnContext *cx, Counter *self, const char *label) {
    TnValue resource, value;
    char *text = tn_alloc(cx, 64);
    if (text == NULL || tn_resource_self(cx, &resource) != 0 ||
        tn_object_get(cx, &resource, "value", &value) != 0) {
        return NULL;
    }
    if (value.as.i != self->value) {
        tn_error(cx, TN_SYSTEM_ERROR, "another resource");
        return NULL;
    }
    (void)snprintf(text, 64, "%s=%lld", label, (long long)value.as.i);
    return text;
}

static int64_t read_only(Counter *self) { return self->value; }

static int32_t get_value(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int(((Counter *)self)->value);
    return 0;
}

static int32_t set_value(TnContext *cx, void *self, const TnValue *value) {
    if (value->kind != TN_INT) {
        return tn_error(cx, TN_TYPE_ERROR, "value must be an int");
    }
    ((Counter *)self)->value = value->as.i;
    return 0;
}

static void destroy(TnContext *cx, void *self) {
    char text[40];
    int size = snprintf(text, sizeof text, "destroy %lld\n", (long long)((Counter *)self)->value);
    ((State *)cx->state)->destroyed++;
    (void)tn_write(cx, TN_STDERR, text, (size_t)size);
    if (((Counter *)self)->value == 13) {
        (void)tn_error(cx, TN_VALUE_ERROR, "thirteen");
    }
    free(self);
}

static const TnMethod counter_methods[] = {
    TN_BOUND("raise_by", raise_by, "Raise it."),
    TN_BOUND("total", total, NULL),
    TN_BOUND("defining_module", defining_module, NULL),
    TN_BOUND("itself", itself, NULL),
    TN_TYPED("add", add, "(self, i64) -> i64", "Add."),
    TN_TYPED("add_to_total", add_to_total, "(state, self, u8) -> i64", NULL),
    TN_TYPED("labelled", labelled, "(context, self, str) -> str", NULL),
    TN_TYPED_WITH("read", read_only, "(self) -> i64", TN_NO_CALLBACK, NULL),
    TN_TYPED_WITH("read_slowly", read_only, "(self) -> i64", TN_BLOCKING, NULL),
    TN_METHODS_END};
static const TnProperty counter_properties[] = {
    {"value", NULL, get_value, set_value}, {"fixed", NULL, get_value, NULL}, TN_PROPERTIES_END};
static const TnResourceType counter_type = {
    sizeof(TnResourceType), 0,      "Counter", "A counter.", counter_methods,
    counter_properties,     destroy};
static const TnResourceType other_type = {
    sizeof(TnResourceType), 0, "Other", NULL, NULL, NULL, NULL};

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t counter(ARGUMENTS) {
    Counter *made = malloc(sizeof *made);
    if (made == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, NULL);
    }
    made->value = nargs == 0 ? 0 : args[0].as.i;
    if (tn_resource_new(cx, &counter_type, made, result) != 0) {
        free(made);
        return -1;
    }
    return 0;
}

static int32_t other(ARGUMENTS) {
    (void)args;
    (void)nargs;
    return tn_resource_new(cx, &other_type, cx, result);
}

static int32_t value_of(ARGUMENTS) {
    void *found;
    (void)nargs;
    if (tn_resource_get(cx, &args[0], &counter_type, &found) != 0) {
        return found == NULL ? -1 : 0;
    }
    *result = tn_int(((Counter *)found)->value);
    return 0;
}

static int32_t close_it(ARGUMENTS) {
    (void)nargs;
    (void)result;
    return tn_resource_close(cx, &args[0]);
}

static int32_t destroyed(ARGUMENTS) {
    (void)args;
    (void)nargs;
    *result = tn_int(((State *)cx->state)->destroyed);
    return 0;
}

static int32_t no_method(ARGUMENTS) {
    (void)args;
    (void)nargs;
    return tn_resource_self(cx, result);
}

static int32_t release(TnContext *cx) { return tn_write(cx, TN_STDERR, "free\n", 5); }

static const TnMethod methods[] = {TN_DYNAMIC("counter", counter, NULL),
                                   TN_DYNAMIC("other", other, NULL),
                                   TN_DYNAMIC("value_of", value_of, NULL),
                                   TN_DYNAMIC("close_it", close_it, NULL),
                                   TN_DYNAMIC("destroyed", destroyed, NULL),
                                   TN_DYNAMIC("no_method", no_method, NULL),
                                   TN_METHODS_END};

static const TnResourceType *const types[] = {&counter_type, NULL};

TENON_MODULE(resources, TN_STATE_SIZE(sizeof(State)), TN_METHODS(methods), TN_RESOURCES(types),
             TN_FREE(release));
