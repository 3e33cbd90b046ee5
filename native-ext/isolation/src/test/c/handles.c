/* SPDX-License-Identifier: Apache-2.0 */
/* Counts and remembers open resources of all interpreters together. */
#include <stdatomic.h>
#include <stdlib.h>

#include <tenon.h>

static atomic_int live;
static void *current;

static void destroy(TnContext *cx, void *handle) {
    (void)cx;
    (void)atomic_fetch_sub(&live, 1);
    current = current == handle ? NULL : current;
    free(handle);
}

static const TnResourceType handle_type = {
    sizeof(TnResourceType), 0, "Handle", "A handle.", NULL, NULL, destroy};

static int32_t make(TnContext *cx, TnValue *result, int is_remembered) {
    void *handle = calloc(1, 16);
    if (handle == NULL) {
        return tn_error(cx, TN_MEMORY_ERROR, NULL);
    }
    (void)atomic_fetch_add(&live, 1);
    if (is_remembered) {
        current = handle;
    }
    return tn_resource_new(cx, &handle_type, handle, result);
}

static int32_t open_counted(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    return make(cx, result, 0);
}

static int32_t open_remembered(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    return make(cx, result, 1);
}

static int64_t count(void) { return atomic_load(&live); }

static const TnMethod methods[] = {TN_DYNAMIC("open_counted", open_counted, "Opens one."),
                                   TN_DYNAMIC("open_remembered", open_remembered, "Opens one."),
                                   TN_TYPED("count", count, "() -> i64", "Counts those open."),
                                   TN_METHODS_END};

static const TnResourceType *const types[] = {&handle_type, NULL};

TENON_MODULE(handles, TN_METHODS(methods), TN_RESOURCES(types), TN_INTERPRETERS(TN_ISOLATED));
