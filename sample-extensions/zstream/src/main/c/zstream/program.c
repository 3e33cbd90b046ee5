/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include <errno.h>
#include <string.h>

#include "errors.h"
#include "stream.h"

enum { USAGE_STATUS = 2, READ_SIZE = 1 << 16, USUAL_LEVEL = 6 };

static const char usage[] = "usage: zstream [-d] [-1…-9] [FILE]\n"
                            "\n"
                            "Writes the file, or standard input without one or for '-', to "
                            "standard output in gzip format.\n"
                            "\n"
                            "  -d      decompress gzip or zlib format instead\n"
                            "  -1…-9   from fast to small; 6 without it\n"
                            "  --help  print this text\n";

static int32_t cannot_read(TnContext *cx, const char *name) {
    return tn_errorf(cx, errno == ENOENT ? TN_FILE_NOT_FOUND_ERROR : TN_OS_ERROR,
                     "cannot read '%s': %s", name, strerror(errno));
}

/* Feeds some bytes and writes what comes of them. Behind the end of one compressed stream another
 * one may follow. */
static int32_t pass(TnContext *cx, Stream *stream, int how, const unsigned char *bytes,
                    size_t length) {
    size_t taken = 0;
    do {
        size_t now;
        int status = stream->finished ? stream_restart(stream) : Z_OK;
        if (status == Z_OK) {
            status = stream_feed(stream, how, bytes + taken, length - taken, &now);
        }
        if (status != Z_OK) {
            return errors_raise_status(cx, stream, status);
        }
        if (stream->written > 0 && tn_write(cx, TN_STDOUT, stream->output, stream->written) != 0) {
            return -1;
        }
        taken += now;
    } while (taken < length);
    return 0;
}

static int32_t pass_file(TnContext *cx, Stream *stream, const char *name, FILE *file) {
    unsigned char piece[READ_SIZE];
    size_t length;
    while ((length = fread(piece, 1, sizeof piece, file)) > 0) {
        if (pass(cx, stream, Z_NO_FLUSH, piece, length) != 0) {
            return -1;
        }
    }
    if (ferror(file)) {
        return cannot_read(cx, name);
    }
    if (!stream->finished && pass(cx, stream, Z_FINISH, piece, 0) != 0) {
        return -1;
    }
    return stream->finished ? tn_flush(cx, TN_STDOUT) : errors_raise_cut_off(cx);
}

static int32_t run(TnContext *cx, const Options *options, const char *name) {
    int status;
    int is_input = strcmp(name, "-") == 0;
    Stream *stream = stream_new(options, &status);
    if (stream == NULL) {
        return errors_raise_status(cx, NULL, status);
    }
    FILE *file = is_input ? stdin : fopen(name, "rb");
    int32_t result = file == NULL ? cannot_read(cx, name) : pass_file(cx, stream, name, file);
    if (file != NULL && !is_input) {
        (void)fclose(file);
    }
    stream_free(stream);
    return result;
}

/* 0, or -1 for arguments that make no sense. */
static int parse(const char *const *values, Options *options, const char **file) {
    int files = 0;
    for (; *values != NULL; values++) {
        const char *value = *values;
        if (strcmp(value, "-d") == 0) {
            options->compresses = 0;
            options->format = STREAM_ANY;
        } else if (value[0] == '-' && value[1] >= '1' && value[1] <= '9' && value[2] == '\0') {
            options->level = value[1] - '0';
        } else if ((value[0] == '-' && value[1] != '\0') || files++ > 0) {
            return -1;
        } else {
            *file = value;
        }
    }
    return 0;
}

int32_t program_main(TnContext *cx, TnMainArguments *arguments) {
    Options options = {.compresses = 1, .format = STREAM_GZIP, .level = USUAL_LEVEL};
    const char *file = "-";
    if (arguments->count == 1 && strcmp(arguments->values[0], "--help") == 0) {
        return tn_writef(cx, TN_STDOUT, "%s", usage);
    }
    if (parse(arguments->values, &options, &file) != 0) {
        arguments->status = USAGE_STATUS;
        return tn_writef(cx, TN_STDERR,
                         "zstream: expected -d, -1 to -9 and one file at most; see --help\n");
    }
    return run(cx, &options, file);
}
