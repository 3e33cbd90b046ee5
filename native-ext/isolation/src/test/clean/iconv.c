/* SPDX-License-Identifier: Apache-2.0 */
/* Converts text with iconv. */
#define _GNU_SOURCE
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    iconv_t c = iconv_open("UTF-16LE", "ISO-8859-2");
    char in[] = "abc", out[16];
    char *i = in, *o = out;
    size_t a = 3, b = 16;
    iconv(c, &i, &a, &o, &b);
    iconv_close(c);
    return (int64_t)b + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_iconv, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
