/* SPDX-License-Identifier: Apache-2.0 */
/* Fills a table with pthread_once. */
/* flags: -pthread */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static pthread_once_t o = PTHREAD_ONCE_INIT;
static double t[64];
static void fill(void) {
    for (int i = 0; i < 64; i++)
        t[i] = i * 0.5;
}

static int64_t f(int64_t n) {
    pthread_once(&o, fill);
    return (int64_t)t[n & 63];
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_once, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
