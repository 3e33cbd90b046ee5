/* SPDX-License-Identifier: Apache-2.0 */
#include "errors.h"

int32_t errors_add(TnContext *cx) {
    State *state = cx->state;
    TnValue type;
    return tn_error_type(cx, "error", TN_VALUE_ERROR, &type) != 0 ||
                   tn_add_object(cx, "error", &type) != 0
               ? -1
               : tn_hold(cx, &type, &state->error);
}

int32_t errors_release(TnContext *cx) {
    State *state = cx->state;
    TnValue error = state->error;
    state->error = tn_none();
    return error.kind == TN_NONE ? 0 : tn_release(cx, &error); /* exec may have failed */
}

int32_t errors_raise(TnContext *cx, const char *message) {
    const State *state = cx->state;
    return tn_raise(cx, &state->error, message);
}

int32_t errors_raise_status(TnContext *cx, const Stream *stream, int status) {
    const char *doing = stream == NULL       ? "making a stream"
                        : stream->compresses ? "compressing"
                                             : "decompressing";
    const char *what = stream != NULL && stream->z.msg != NULL ? stream->z.msg : zError(status);
    char text[160];
    if (status == Z_MEM_ERROR) {
        return tn_error(cx, TN_MEMORY_ERROR, "zstream: out of memory");
    }
    (void)snprintf(text, sizeof text, "error %d while %s: %s", status, doing, what);
    return errors_raise(cx, text);
}

int32_t errors_raise_cut_off(TnContext *cx) {
    return errors_raise(cx, "error -5 while decompressing: the data are cut off");
}
