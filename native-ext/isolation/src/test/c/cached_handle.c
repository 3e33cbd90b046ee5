/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps an object of the first interpreter in a static, and hands it to all others. */
#include <tenon.h>

static TnValue cached;
static int is_cached;

static int32_t handle_exec(TnContext *cx) {
    TnValue module = tn_none();
    if (is_cached) {
        return 0;
    }
    is_cached = 1;
    return tn_self(cx, &module) != 0 ? -1 : tn_hold(cx, &module, &cached);
}

static int32_t name(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    (void)args, (void)nargs;
    return tn_object_get(cx, &cached, "__name__", result);
}

static const TnMethod methods[] = {TN_DYNAMIC("name", name, "Names it."), TN_METHODS_END};

TENON_MODULE(cached_handle, TN_METHODS(methods), TN_EXEC(handle_exec),
             TN_INTERPRETERS(TN_ISOLATED));
