/* SPDX-License-Identifier: Apache-2.0 */
/* Compresses with libbz2. */
/* needs: bzlib.h libbz2-dev */
/* flags: -lbz2 */
#define _GNU_SOURCE
#include <bzlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    char text[2000];
    char small[3000];
    unsigned length = sizeof small;
    memset(text, (int)n, sizeof text);
    return BZ2_bzBuffToBuffCompress(small, &length, text, sizeof text, 5, 0, 0) == BZ_OK
               ? (int64_t)length
               : -1;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_bzip, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
