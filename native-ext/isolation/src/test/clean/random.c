/* SPDX-License-Identifier: Apache-2.0 */
/* Takes random numbers with a state of its own. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <tenon.h>

static int64_t f(int64_t n) {
    unsigned s;
    char b[64];
    struct random_data d = {0};
    int32_t r;
    if (getrandom(&s, sizeof s, 0) < 0)
        return -1;
    initstate_r(42, b, 64, &d);
    random_r(&d, &r);
    return rand_r(&s) >= 0 ? r + n : 0;
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_random, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
