/* SPDX-License-Identifier: Apache-2.0 */
#include "stream.h"

#include <stdlib.h>
#include <string.h>

/* zlib counts in unsigned int; no call gets more than PIECE. */
enum { PIECE = 1 << 30, FIRST_ROOM = 1 << 14, MEMORY_LEVEL = 8 };

static int open_compressor(Stream *stream, const Options *options) {
    int status = deflateInit2(&stream->z, options->level, Z_DEFLATED, options->format, MEMORY_LEVEL,
                              Z_DEFAULT_STRATEGY);
    return status != Z_OK || options->dictionary == NULL
               ? status
               : deflateSetDictionary(&stream->z, options->dictionary,
                                      (uInt)options->dictionary_length);
}

/* Data with a header ask for their dictionary; raw data do not. */
static int open_decompressor(Stream *stream, const Options *options) {
    int status = inflateInit2(&stream->z, options->format);
    if (status != Z_OK || options->dictionary == NULL) {
        return status;
    }
    if (options->format == STREAM_RAW) {
        return inflateSetDictionary(&stream->z, options->dictionary,
                                    (uInt)options->dictionary_length);
    }
    stream->dictionary = malloc(options->dictionary_length + 1);
    if (stream->dictionary == NULL) {
        return Z_MEM_ERROR;
    }
    memcpy(stream->dictionary, options->dictionary, options->dictionary_length);
    stream->dictionary_length = options->dictionary_length;
    return Z_OK;
}

Stream *stream_new(const Options *options, int *status) {
    Stream *stream = calloc(1, sizeof *stream);
    *status = Z_MEM_ERROR;
    if (stream == NULL) {
        return NULL;
    }
    stream->compresses = options->compresses;
    *status = options->dictionary_length > PIECE ? Z_STREAM_ERROR
              : options->compresses              ? open_compressor(stream, options)
                                                 : open_decompressor(stream, options);
    if (*status != Z_OK) {
        stream_free(stream);
        return NULL;
    }
    return stream;
}

void stream_free(Stream *stream) {
    if (stream->compresses) { /* nothing happens when it was not opened */
        (void)deflateEnd(&stream->z);
    } else {
        (void)inflateEnd(&stream->z);
    }
    free(stream->dictionary);
    free(stream->output);
    free(stream);
}

int stream_restart(Stream *stream) {
    stream->finished = 0;
    return stream->compresses ? deflateReset(&stream->z) : inflateReset(&stream->z);
}

static int decompress(Stream *stream, int how) {
    int status = inflate(&stream->z, how);
    if (status != Z_NEED_DICT || stream->dictionary == NULL) {
        return status;
    }
    status = inflateSetDictionary(&stream->z, stream->dictionary, (uInt)stream->dictionary_length);
    return status != Z_OK ? status : inflate(&stream->z, how);
}

int stream_step(Stream *stream, int how, const void *input, size_t length, void *output,
                size_t room, size_t *taken, size_t *written) {
    z_stream *z = &stream->z;
    uInt given = length > PIECE ? PIECE : (uInt)length;
    uInt space = room > PIECE ? PIECE : (uInt)room;
    int now = length > PIECE ? Z_NO_FLUSH : how; /* the last piece ends the stream */
    z->next_in = (Bytef *)(uintptr_t)input;      /* zlib does not write to it */
    z->avail_in = given;
    z->next_out = output;
    z->avail_out = space;
    int status = stream->compresses ? deflate(z, now) : decompress(stream, now);
    *taken = given - z->avail_in;
    *written = space - z->avail_out;
    z->next_in = NULL;
    z->next_out = NULL;
    if (status == Z_STREAM_END) {
        stream->finished = 1;
        return Z_OK;
    }
    return status == Z_BUF_ERROR ? Z_OK : status; /* no progress is no error */
}

static int grow(Stream *stream) {
    size_t room = stream->room == 0 ? FIRST_ROOM : stream->room * 2;
    unsigned char *grown = realloc(stream->output, room);
    if (grown == NULL) {
        return Z_MEM_ERROR;
    }
    stream->output = grown;
    stream->room = room;
    return Z_OK;
}

int stream_feed(Stream *stream, int how, const void *input, size_t length, size_t *taken) {
    const unsigned char *next = input;
    *taken = 0;
    stream->written = 0;
    for (;;) {
        size_t read, written;
        if (stream->written == stream->room && grow(stream) != Z_OK) {
            return Z_MEM_ERROR;
        }
        int status = stream_step(stream, how, next == NULL ? NULL : next + *taken, length - *taken,
                                 stream->output + stream->written, stream->room - stream->written,
                                 &read, &written);
        *taken += read;
        stream->written += written;
        if (status != Z_OK || stream->finished) {
            return status;
        }
        /* Room is left: everything that can come of the input has come. */
        if (*taken == length && stream->written < stream->room) {
            return Z_OK;
        }
    }
}
