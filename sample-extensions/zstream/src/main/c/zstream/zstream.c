/* SPDX-License-Identifier: Apache-2.0 */
/* zstream: streaming compression with zlib. Runs as a program and can be imported.
 * cc-flags: -lz
 * cc-needs: zlib.h zlib1g-dev */
#include <string.h>
#include <tenon.h>

#include "errors.h"
#include "objects.h"
#include "program.h"

static int32_t parse_format(TnContext *cx, const TnValue *value, int *format) {
    static const struct {
        const char *name;
        int format;
    } formats[] = {{"zlib", STREAM_ZLIB}, {"gzip", STREAM_GZIP}, {"raw", STREAM_RAW}};
    for (size_t index = 0; value->kind == TN_STR && index < 3; index++) {
        if (strcmp(value->as.s, formats[index].name) == 0) {
            *format = formats[index].format;
            return 0;
        }
    }
    return tn_error(cx, TN_VALUE_ERROR, "format must be 'zlib', 'gzip' or 'raw'");
}

static int32_t parse_level(TnContext *cx, const TnValue *value, int *level) {
    if (value->kind != TN_INT || value->as.i < -1 || value->as.i > 9) {
        return tn_error(cx, TN_VALUE_ERROR,
                        "level must be an int, 0 to 9, or -1 for the usual one");
    }
    *level = (int)value->as.i;
    return 0;
}

static int32_t parse_dictionary(TnContext *cx, const TnValue *value, Options *options,
                                Input *input) {
    if (value->kind == TN_NONE) {
        return 0;
    }
    if (options->format == STREAM_GZIP) {
        return tn_error(cx, TN_VALUE_ERROR, "the format 'gzip' has no dictionaries; use 'zlib'");
    }
    if (objects_input(cx, value, input) != 0) {
        return -1;
    }
    options->dictionary = input->length == 0 ? "" : input->bytes;
    options->dictionary_length = input->length;
    return 0;
}

/* compressor(level=-1, format='zlib', dictionary=None) */
static int32_t compressor(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                          TnValue *result) {
    static const char *const parameters[] = {"level", "format", "dictionary"};
    TnValue values[] = {tn_int(-1), tn_str("zlib"), tn_none()};
    Options options = {.compresses = 1};
    Input dictionary = {0};
    int32_t status =
        tn_arguments(cx, "compressor", args, keywords, parameters, 3, 0, values) != 0 ||
                parse_level(cx, &values[0], &options.level) != 0 ||
                parse_format(cx, &values[1], &options.format) != 0 ||
                parse_dictionary(cx, &values[2], &options, &dictionary) != 0
            ? -1
            : objects_new(cx, &options, result);
    objects_release(cx, &dictionary);
    return status;
}

/* decompressor(format=None, dictionary=None) */
static int32_t decompressor(TnContext *cx, const TnValue *args, const TnKeywords *keywords,
                            TnValue *result) {
    static const char *const parameters[] = {"format", "dictionary"};
    TnValue values[] = {tn_none(), tn_none()};
    Options options = {.format = STREAM_ANY};
    Input dictionary = {0};
    int32_t status =
        tn_arguments(cx, "decompressor", args, keywords, parameters, 2, 0, values) != 0 ||
                (values[0].kind != TN_NONE && parse_format(cx, &values[0], &options.format) != 0) ||
                parse_dictionary(cx, &values[1], &options, &dictionary) != 0
            ? -1
            : objects_new(cx, &options, result);
    objects_release(cx, &dictionary);
    return status;
}

static int32_t exec(TnContext *cx) {
    return errors_add(cx) != 0 ? -1 : tn_add_str(cx, "zlib_version", zlibVersion());
}

static const TnMethod methods[] = {
    TN_KEYWORD("compressor", compressor,
               "compressor(level=-1, format='zlib', dictionary=None): a Compressor."),
    TN_KEYWORD("decompressor", decompressor,
               "decompressor(format=None, dictionary=None): a Decompressor."),
    TN_METHODS_END};

TENON_MODULE(zstream, TN_DOC("Streaming compression with zlib."), TN_STATE_SIZE(sizeof(State)),
             TN_METHODS(methods), TN_EXEC(exec), TN_CLEAR(errors_release), TN_MAIN(program_main),
             TN_INTERPRETERS(TN_ISOLATED));
