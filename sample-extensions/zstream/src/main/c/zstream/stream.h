/* SPDX-License-Identifier: Apache-2.0 */
/* A stream of zlib that compresses or decompresses, with room for its output. Knows of no host. */
#ifndef ZSTREAM_STREAM_H
#define ZSTREAM_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

/* What is around the compressed data: the values are zlib's window bits. */
enum { STREAM_ZLIB = 15, STREAM_GZIP = 15 + 16, STREAM_ANY = 15 + 32, STREAM_RAW = -15 };

/* What a stream is made with. */
typedef struct Options {
    int compresses;
    int format;             /* STREAM_ZLIB and so on */
    int level;              /* 0 to 9, or -1 for the usual one */
    const void *dictionary; /* what both sides know beforehand; NULL for nothing */
    size_t dictionary_length;
} Options;

typedef struct Stream {
    z_stream z;
    int compresses;
    int finished;          /* the end of the stream was written or read */
    unsigned char *output; /* what the last stream_feed has given, written bytes of it */
    size_t written;
    size_t room;
    unsigned char *dictionary; /* until the data ask for it */
    size_t dictionary_length;
} Stream;

/* Makes a stream; NULL with *status set to zlib's. */
Stream *stream_new(const Options *options, int *status);

void stream_free(Stream *stream);

/* Begins another stream with what the last one was made with; Z_OK or zlib's error. */
int stream_restart(Stream *stream);

/* Takes as much of the input as the given output has room for. How is Z_NO_FLUSH, Z_SYNC_FLUSH,
 * Z_FULL_FLUSH, or Z_FINISH when no more input follows. Z_OK or zlib's error. */
int stream_step(Stream *stream, int how, const void *input, size_t length, void *output,
                size_t room, size_t *taken, size_t *written);

/* Takes all of the input and keeps what comes of it as the output of the stream. Stops at the end
 * of compressed data; *taken says where. Z_OK or zlib's error. */
int stream_feed(Stream *stream, int how, const void *input, size_t length, size_t *taken);

#endif
