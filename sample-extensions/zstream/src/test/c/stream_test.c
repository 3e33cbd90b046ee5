/* SPDX-License-Identifier: Apache-2.0 */
/* Streams, without a host. cc-flags: -lz */
#include "stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH = 100000 };

static int failed;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            failed = 1;                                                                            \
        }                                                                                          \
    } while (0)

static Stream *open_stream(int compresses, int format, const char *dictionary) {
    Options options = {compresses, format, 6, dictionary,
                       dictionary == NULL ? 0 : strlen(dictionary)};
    int status;
    Stream *stream = stream_new(&options, &status);
    CHECK(stream != NULL && status == Z_OK);
    return stream;
}

/* Text that gets smaller, but not to nothing. */
static void fill(unsigned char *text) {
    uint32_t noise = 7;
    for (size_t index = 0; index < LENGTH; index++) {
        noise = noise * 1664525u + 1013904223u;
        text[index] = (unsigned char)('a' + (noise >> 28));
    }
}

static void everyFormat_comesBackInPiecesOfAllSizes(void) {
    static const int formats[] = {STREAM_ZLIB, STREAM_GZIP, STREAM_RAW};
    static unsigned char text[LENGTH], back[LENGTH + 1];
    fill(text);
    for (size_t format = 0; format < 3; format++) {
        for (size_t piece = 1; piece < LENGTH; piece *= 7) {
            Stream *in = open_stream(1, formats[format], NULL);
            Stream *out = open_stream(0, formats[format], NULL);
            size_t taken, written, length = 0, given = 0;
            CHECK(stream_feed(in, Z_FINISH, text, LENGTH, &taken) == Z_OK && taken == LENGTH);
            CHECK(in->finished && in->written < LENGTH);
            while (!out->finished) {
                size_t left = in->written - given;
                CHECK(stream_step(out, Z_NO_FLUSH, in->output + given, left < piece ? left : piece,
                                  back + length, sizeof back - length, &taken, &written) == Z_OK);
                given += taken;
                length += written;
            }
            CHECK(given == in->written && length == LENGTH && memcmp(text, back, LENGTH) == 0);
            stream_free(in);
            stream_free(out);
        }
    }
}

static void flush_givesAllInputSoFar(void) {
    Stream *in = open_stream(1, STREAM_ZLIB, NULL);
    Stream *out = open_stream(0, STREAM_ANY, NULL);
    size_t taken;
    for (int round = 0; round < 3; round++) {
        CHECK(stream_feed(in, round == 1 ? Z_FULL_FLUSH : Z_SYNC_FLUSH, "mortise", 7, &taken) ==
              Z_OK);
        CHECK(stream_feed(out, Z_NO_FLUSH, in->output, in->written, &taken) == Z_OK);
        CHECK(out->written == 7 && memcmp(out->output, "mortise", 7) == 0 && !out->finished);
    }
    stream_free(in);
    stream_free(out);
}

static void dictionary_isNeededByTheDataThatWereMadeWithIt(void) {
    static const char *const dictionaries[] = {"tenon and mortise", NULL, "dovetail"};
    static const int expected[] = {Z_OK, Z_NEED_DICT, Z_DATA_ERROR};
    for (int index = 0; index < 3; index++) {
        Stream *in = open_stream(1, STREAM_ZLIB, dictionaries[0]);
        Stream *out = open_stream(0, STREAM_ANY, dictionaries[index]);
        size_t taken;
        CHECK(stream_feed(in, Z_FINISH, "tenon and mortise", 17, &taken) == Z_OK);
        CHECK(stream_feed(out, Z_NO_FLUSH, in->output, in->written, &taken) == expected[index]);
        CHECK(expected[index] != Z_OK || (out->finished && out->written == 17));
        stream_free(in);
        stream_free(out);
    }
}

static void dictionary_ofRawData_isGivenBeforehand(void) {
    Stream *in = open_stream(1, STREAM_RAW, "tenon and mortise");
    Stream *out = open_stream(0, STREAM_RAW, "tenon and mortise");
    size_t taken;
    CHECK(stream_feed(in, Z_FINISH, "tenon and mortise", 17, &taken) == Z_OK && in->written < 17);
    CHECK(stream_feed(out, Z_NO_FLUSH, in->output, in->written, &taken) == Z_OK);
    CHECK(out->written == 17 && memcmp(out->output, "tenon and mortise", 17) == 0);
    stream_free(in);
    stream_free(out);
}

static void stream_isRestarted(void) {
    Stream *in = open_stream(1, STREAM_GZIP, NULL);
    Stream *out = open_stream(0, STREAM_ANY, NULL);
    size_t taken;
    for (int round = 0; round < 2; round++) {
        CHECK(stream_restart(in) == Z_OK && stream_restart(out) == Z_OK);
        CHECK(stream_feed(in, Z_FINISH, "tenon", 5, &taken) == Z_OK && in->finished);
        CHECK(stream_feed(out, Z_FINISH, in->output, in->written, &taken) == Z_OK);
        CHECK(out->finished && out->written == 5 && memcmp(out->output, "tenon", 5) == 0);
    }
    stream_free(in);
    stream_free(out);
}

static void whatIsWrong_isZlibsStatus(void) {
    Options options = {1, STREAM_GZIP, 6, "a", 1};
    int status;
    size_t taken;
    CHECK(stream_new(&options, &status) == NULL && status == Z_STREAM_ERROR);
    options.dictionary = NULL;
    options.level = 99;
    CHECK(stream_new(&options, &status) == NULL && status == Z_STREAM_ERROR);
    Stream *out = open_stream(0, STREAM_ANY, NULL);
    CHECK(stream_feed(out, Z_NO_FLUSH, "\1\2\3", 3, &taken) == Z_DATA_ERROR);
    stream_free(out);
    out = open_stream(0, STREAM_ANY, NULL);
    CHECK(stream_feed(out, Z_FINISH, NULL, 0, &taken) == Z_OK && !out->finished);
    stream_free(out);
}

int main(void) {
    everyFormat_comesBackInPiecesOfAllSizes();
    flush_givesAllInputSoFar();
    dictionary_isNeededByTheDataThatWereMadeWithIt();
    dictionary_ofRawData_isGivenBeforehand();
    stream_isRestarted();
    whatIsWrong_isZlibsStatus();
    return failed;
}
