/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps a local reference and a buffer in static variables beyond their call. */
#include <tenon.h>

static TnValue local;
static TnBuffer buffer;

#define ARGUMENTS TnContext *cx, const TnValue *args, size_t nargs, TnValue *result

static int32_t keep_local(ARGUMENTS) {
    (void)cx;
    (void)nargs;
    local = args[0];
    *result = tn_none();
    return 0;
}

static int32_t use_local(ARGUMENTS) {
    (void)cx;
    (void)args;
    (void)nargs;
    *result = local;
    return 0;
}

static int32_t keep_buffer(ARGUMENTS) {
    (void)nargs;
    *result = tn_none();
    return tn_buffer_acquire(cx, &args[0], 0, &buffer);
}

static int32_t release_buffer(ARGUMENTS) {
    (void)args;
    (void)nargs;
    *result = tn_none();
    return tn_buffer_release(cx, &buffer);
}

static const TnMethod methods[] = {
    TN_DYNAMIC("keep_local", keep_local, NULL), TN_DYNAMIC("use_local", use_local, NULL),
    TN_DYNAMIC("keep_buffer", keep_buffer, NULL),
    TN_DYNAMIC("release_buffer", release_buffer, NULL), TN_METHODS_END};

TENON_MODULE(keeps_local, TN_METHODS(methods));
