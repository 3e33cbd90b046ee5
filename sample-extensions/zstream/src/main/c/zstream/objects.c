/* SPDX-License-Identifier: Apache-2.0 */
#include "objects.h"

#include <string.h>

#include "errors.h"

int32_t objects_input(TnContext *cx, const TnValue *value, Input *input) {
    *input = (Input){0};
    if (value->kind == TN_BYTES) {
        input->bytes = value->as.p;
        input->length = value->length;
        return 0;
    }
    if (tn_buffer_acquire(cx, value, TN_BUFFER_READ, &input->buffer) != 0) {
        input->buffer.owner = tn_none();
        return -1;
    }
    input->bytes = input->buffer.data;
    input->length = input->buffer.length;
    return 0;
}

void objects_release(TnContext *cx, Input *input) {
    if (input->buffer.owner.kind != TN_NONE) {
        (void)tn_buffer_release(cx, &input->buffer);
        input->buffer.owner = tn_none();
    }
}

static int32_t check_number(TnContext *cx, const char *method, size_t expected, size_t given) {
    return given == expected ? 0
                             : tn_errorf(cx, TN_TYPE_ERROR, "%s() takes %zu arguments (%zu given)",
                                         method, expected, given);
}

static int32_t check_unfinished(TnContext *cx, const Stream *stream) {
    return stream->finished ? errors_raise(cx, "the stream has come to its end; make a new one")
                            : 0;
}

/* Feeds the stream; the result is what comes of it, which lives in the stream until the next call.
 */
static int32_t feed(TnContext *cx, Stream *stream, int how, const Input *input, TnValue *result) {
    size_t taken;
    int status = stream_feed(stream, how, input->bytes, input->length, &taken);
    if (status != Z_OK) {
        return errors_raise_status(cx, stream, status);
    }
    if (taken < input->length) {
        return errors_raise(
            cx, "data behind the end of the stream; update_into() returns how many bytes it takes");
    }
    *result = tn_bytes(stream->output, stream->written);
    return 0;
}

/* update(data) */
static int32_t update(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                      TnValue *result) {
    Stream *stream = self;
    Input input;
    if (check_number(cx, "update", 1, nargs) != 0 || objects_input(cx, &args[0], &input) != 0) {
        return -1;
    }
    int32_t status = 0;
    if (input.length == 0) {
        *result = tn_bytes("", 0);
    } else if (check_unfinished(cx, stream) != 0) {
        status = -1;
    } else {
        status = feed(cx, stream, Z_NO_FLUSH, &input, result);
    }
    objects_release(cx, &input);
    return status;
}

/* Takes input as far as there is room for what comes of it. */
static int32_t step_into(TnContext *cx, Stream *stream, const Input *input, const TnBuffer *out,
                         TnValue *result) {
    size_t taken, written;
    if (check_unfinished(cx, stream) != 0) {
        return -1;
    }
    if (out->length == 0) {
        return tn_error(cx, TN_VALUE_ERROR, "update_into() needs memory with room, found none");
    }
    int status = stream_step(stream, Z_NO_FLUSH, input->bytes, input->length, out->data,
                             out->length, &taken, &written);
    if (status != Z_OK) {
        return errors_raise_status(cx, stream, status);
    }
    TnValue both[] = {tn_int((int64_t)taken), tn_int((int64_t)written)};
    return tn_list(cx, both, 2, result);
}

/* update_into(data, out) */
static int32_t update_into(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                           TnValue *result) {
    Input input;
    TnBuffer out;
    if (check_number(cx, "update_into", 2, nargs) != 0 ||
        objects_input(cx, &args[0], &input) != 0) {
        return -1;
    }
    int32_t status = tn_buffer_acquire(cx, &args[1], TN_BUFFER_WRITE, &out);
    if (status == 0) {
        status = step_into(cx, self, &input, &out, result);
        if (tn_buffer_release(cx, &out) != 0) {
            status = -1;
        }
    }
    objects_release(cx, &input);
    return status;
}

/* flush([mode]) */
static int32_t flush(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                     TnValue *result) {
    Stream *stream = self;
    TnValue mode = nargs == 0 ? tn_str("sync") : args[0];
    int is_full = mode.kind == TN_STR && strcmp(mode.as.s, "full") == 0;
    int is_sync = mode.kind == TN_STR && strcmp(mode.as.s, "sync") == 0;
    if (nargs > 1 || !(is_full || is_sync)) {
        return tn_error(cx, TN_VALUE_ERROR, "flush() takes one mode, 'sync' or 'full'");
    }
    return check_unfinished(cx, stream) != 0
               ? -1
               : feed(cx, stream, is_full ? Z_FULL_FLUSH : Z_SYNC_FLUSH, &(Input){0}, result);
}

/* finish() of a Compressor */
static int32_t finish_compressing(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                                  TnValue *result) {
    (void)args;
    return check_number(cx, "finish", 0, nargs) != 0 || check_unfinished(cx, self) != 0
               ? -1
               : feed(cx, self, Z_FINISH, &(Input){0}, result);
}

/* finish() of a Decompressor */
static int32_t finish_decompressing(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                                    TnValue *result) {
    Stream *stream = self;
    (void)args;
    if (check_number(cx, "finish", 0, nargs) != 0) {
        return -1;
    }
    *result = tn_bytes("", 0);
    if (!stream->finished && feed(cx, stream, Z_FINISH, &(Input){0}, result) != 0) {
        return -1;
    }
    return stream->finished ? 0 : errors_raise_cut_off(cx);
}

/* close(): the stream is gone when it returns. */
static int32_t close_now(TnContext *cx, void *self, const TnValue *args, size_t nargs,
                         TnValue *result) {
    TnValue object;
    (void)self;
    (void)args;
    (void)result;
    return check_number(cx, "close", 0, nargs) != 0 || tn_resource_self(cx, &object) != 0
               ? -1
               : tn_resource_close(cx, &object);
}

static int32_t get_total_in(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int((int64_t)((Stream *)self)->z.total_in);
    return 0;
}

static int32_t get_total_out(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_int((int64_t)((Stream *)self)->z.total_out);
    return 0;
}

static int32_t get_finished(TnContext *cx, void *self, TnValue *value) {
    (void)cx;
    *value = tn_bool(((Stream *)self)->finished);
    return 0;
}

static void destroy(TnContext *cx, void *self) {
    (void)cx;
    stream_free(self);
}

#define UPDATE_DOC "update(data): the bytes that come of more input."
#define UPDATE_INTO_DOC "update_into(data, out): [taken, written]; writes to memory of the host."
#define FINISH_DOC "finish(): the bytes that are left at the end of the stream."
#define CLOSE_DOC "close(): releases memory now."

static const TnMethod compressor_methods[] = {
    TN_BOUND("update", update, UPDATE_DOC),
    TN_BOUND("update_into", update_into, UPDATE_INTO_DOC),
    TN_BOUND("flush", flush, "flush(mode='sync'): bytes that give all input so far."),
    TN_BOUND("finish", finish_compressing, FINISH_DOC),
    TN_BOUND("close", close_now, CLOSE_DOC),
    TN_METHODS_END};

static const TnMethod decompressor_methods[] = {
    TN_BOUND("update", update, UPDATE_DOC), TN_BOUND("update_into", update_into, UPDATE_INTO_DOC),
    TN_BOUND("finish", finish_decompressing, FINISH_DOC), TN_BOUND("close", close_now, CLOSE_DOC),
    TN_METHODS_END};

static const TnProperty properties[] = {
    {"total_in", "How many bytes were taken.", get_total_in, NULL},
    {"total_out", "How many bytes were given.", get_total_out, NULL},
    {"finished", "Whether the stream has come to its end.", get_finished, NULL},
    TN_PROPERTIES_END};

static const TnResourceType compressor_type = {
    .size = sizeof(TnResourceType),
    .name = "Compressor",
    .doc = "Compresses a stream.",
    .methods = compressor_methods,
    .properties = properties,
    .destroy = destroy,
};

static const TnResourceType decompressor_type = {
    .size = sizeof(TnResourceType),
    .name = "Decompressor",
    .doc = "Decompresses a stream.",
    .methods = decompressor_methods,
    .properties = properties,
    .destroy = destroy,
};

int32_t objects_new(TnContext *cx, const Options *options, TnValue *result) {
    int status;
    Stream *stream = stream_new(options, &status);
    if (stream == NULL) {
        return errors_raise_status(cx, NULL, status);
    }
    if (tn_resource_new(cx, options->compresses ? &compressor_type : &decompressor_type, stream,
                        result) != 0) {
        stream_free(stream);
        return -1;
    }
    return 0;
}
