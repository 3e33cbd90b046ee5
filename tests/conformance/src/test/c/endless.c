/* SPDX-License-Identifier: Apache-2.0 */
/* Makes new resources, hooks and functions while the module ends, without end. */
#include <tenon.h>

static const TnResourceType type;

static void destroy(TnContext *cx, void *pointer) {
    TnValue made;
    (void)tn_resource_new(cx, &type, pointer, &made);
}

static const TnResourceType type = {
    sizeof(TnResourceType), 0, "Phoenix", NULL, NULL, NULL, destroy};
static const TnResourceType *const types[] = {&type, NULL};

static int32_t hook(TnContext *cx, void *data) { return tn_at_exit(cx, hook, data); }

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t make(ARGUMENTS) {
    (void)args;
    (void)nargs;
    return tn_resource_new(cx, &type, cx->state, result);
}

static int32_t add_hook(ARGUMENTS) {
    (void)args;
    (void)nargs;
    *result = tn_none();
    return tn_at_exit(cx, hook, NULL);
}

static int32_t give_back(TnContext *cx) {
    TnValue made;
    return tn_resource_new(cx, &type, NULL, &made);
}

static const TnMethod methods[] = {TN_DYNAMIC("make", make, NULL),
                                   TN_DYNAMIC("add_hook", add_hook, NULL), TN_METHODS_END};

TENON_MODULE(endless, TN_STATE_SIZE(16), TN_METHODS(methods), TN_RESOURCES(types),
             TN_FREE(give_back));
