/* SPDX-License-Identifier: Apache-2.0 */
/* Compresses with zlib. */
/* needs: zlib.h zlib1g-dev */
/* flags: -lz */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    unsigned char b[256], o[512];
    memset(b, (int)n, 256);
    uLongf l = 512;
    compress(o, &l, b, 256);
    return (int64_t)l + (int64_t)crc32(0, b, 256);
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_zlib, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
