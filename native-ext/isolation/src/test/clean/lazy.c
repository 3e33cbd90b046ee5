/* SPDX-License-Identifier: Apache-2.0 */
/* Fills a table on demand, under a lock. */
/* flags: -pthread */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenon.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static char *names[8];

static int64_t f(int64_t n) {
    pthread_mutex_lock(&m);
    if (!names[n & 7]) {
        names[n & 7] = malloc(16);
        snprintf(names[n & 7], 16, "n%d", (int)n);
    }
    pthread_mutex_unlock(&m);
    return names[n & 7][1];
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_lazy, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
