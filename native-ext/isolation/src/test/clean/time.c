/* SPDX-License-Identifier: Apache-2.0 */
/* Gives another result with each call. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    (void)n;
    return t.tv_nsec + getpid();
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_time, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
