/* SPDX-License-Identifier: Apache-2.0 */
/* Compresses with liblzma. */
/* needs: lzma.h liblzma-dev */
/* flags: -llzma */
#define _GNU_SOURCE
#include <lzma.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    uint8_t text[2000];
    uint8_t small[3000];
    size_t length = 0;
    memset(text, (int)n, sizeof text);
    return lzma_easy_buffer_encode(3, LZMA_CHECK_CRC32, NULL, text, sizeof text, small, &length,
                                   sizeof small) == LZMA_OK
               ? (int64_t)length
               : -1;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_lzma, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
