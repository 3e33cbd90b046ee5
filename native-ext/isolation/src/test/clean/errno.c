/* SPDX-License-Identifier: Apache-2.0 */
/* Uses errno and a variable of the thread. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static __thread int last;

static int64_t f(int64_t n) {
    errno = 0;
    last = (int)n;
    strtol("99999999999999999999", 0, 10);
    int e = errno;
    errno = 0;
    return e + last;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_errno, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
