/* SPDX-License-Identifier: Apache-2.0 */
/* Compiles and matches a regular expression. */
#define _GNU_SOURCE
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    regex_t r;
    regcomp(&r, "^a(b+)c$", REG_EXTENDED);
    int x = regexec(&r, "abbbc", 0, 0, 0);
    regfree(&r);
    return x + n;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_regex, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
